import { isDeepStrictEqual } from "node:util";
import { expect, test } from "vitest";
import { DEFAULT_EXPERIMENT, type DeepPartial, type Experiment } from "../../src/experiment/experiment";
import { familyDefault, POSTERIORS, type PosteriorKind } from "../../src/experiment/posteriors";
import { PRESETS } from "../../src/experiment/presets";
import { mergeExperiment } from "../../src/experiment/resolve";
import { presetInForce } from "../../src/panels/presetInForce";
import { pytorchSnippet } from "../../src/panels/pytorchSnippet";
import { metricsCsv } from "../../src/store/metricsFile";
import { parameterSpecs } from "../../src/vae/modelSpec";

const withPatch = (patch: DeepPartial<Experiment>) => mergeExperiment(DEFAULT_EXPERIMENT, patch);

test("the PyTorch snippet has four lines with the names and shapes of the weights file", () => {
  const lines = pytorchSnippet(DEFAULT_EXPERIMENT, "vae.safetensors").code.split("\n");
  expect(lines).toHaveLength(4);
  expect(lines[1]).toBe(
    'encoder = nn.ModuleDict({"0": nn.Linear(784, 256), "1": nn.Linear(256, 128), "mean": nn.Linear(128, 2), "logvar": nn.Linear(128, 2)})',
  );
  expect(lines[2]).toBe('decoder = nn.ModuleDict({"0": nn.Linear(2, 128), "1": nn.Linear(128, 256), "out": nn.Linear(256, 784)})');
});

test("without hidden layers the heads take the input", () => {
  const experiment = withPatch({ network: { encoder: [], decoder: [] } });
  expect(pytorchSnippet(experiment, "a").code).toContain('nn.ModuleDict({"out": nn.Linear(2, 784)})');
});

/** The shapes of a file's weights, as PyTorch's modules of the snippet have them. */
function snippetShapes(code: string): Record<string, number[]> {
  const lines = code.split("\n").slice(1, 3);
  const shapesOf = (line: string) =>
    [...line.matchAll(/"(\w+)": nn\.(Linear|Conv2d|ConvTranspose2d)\((\d+), (\d+)/g)].flatMap(([, name, kind, inputs, outputs]) => {
      const [from, to] = [Number(inputs), Number(outputs)];
      const [first, second] = kind === "ConvTranspose2d" ? [from, to] : [to, from];
      const side = line.slice(0, line.indexOf(" "));
      return [
        [`${side}.${name}.weight`, kind === "Linear" ? [first, second] : [first, second, 3, 3]],
        [`${side}.${name}.bias`, [to]],
      ] as [string, number[]][];
    });
  return Object.fromEntries(lines.flatMap(shapesOf));
}

/** The shapes of the model's parameters in a file: outputs and inputs first. */
function fileShapes(experiment: Experiment): Record<string, number[]> {
  return Object.fromEntries(
    parameterSpecs(experiment).map(({ name, shape }) => [name, [...shape.slice(-2).reverse(), ...shape.slice(0, -2)]]),
  );
}

test.each<[string, DeepPartial<Experiment>]>([
  ["fully connected", { latent: { dim: 7 }, network: { encoder: [30], decoder: [20, 40, 50] } }],
  ["convolutional", { network: { kind: "conv" } }],
  ["convolutional, four layers and one", { network: { kind: "conv", encoder: [2, 3, 4, 5], decoder: [6] } }],
  ["with a density of grey levels", { likelihood: { kind: "continuousBernoulli" }, data: { binarization: "none" } }],
])("the PyTorch snippet of a model has its parameters: %s", (_name, patch) => {
  const experiment = withPatch(patch);
  expect(snippetShapes(pytorchSnippet(experiment, "a").code)).toEqual(fileShapes(experiment));
});

test.each<[string, DeepPartial<Experiment>]>([
  ["a flow", { latent: { posterior: { kind: "planar" } } }],
  ["a two-level prior", { latent: { prior: { kind: "hierarchical" } } }],
  ["a learned σ", { likelihood: { kind: "gaussian", sigma: "learned" }, data: { binarization: "none" } }],
])("a model with parameters beside its encoder and decoder is listed, and not loaded: %s", (_name, patch) => {
  const experiment = withPatch(patch);
  expect(Object.keys(fileShapes(experiment)).some((name) => !/^(encoder|decoder)\./.test(name))).toBe(true);
  const { caption, code } = pytorchSnippet(experiment, "a.safetensors");
  expect(caption).toContain("list them all");
  expect(code).not.toContain("load_state_dict");
  expect(code).toContain('load_file("a.safetensors")');
});

test.each(Object.keys(POSTERIORS) as PosteriorKind[])(
  "a model is loaded exactly where its parameters are the default model's: %s",
  (kind) => {
    const experiment = withPatch({ latent: { posterior: familyDefault(kind) } });
    const isDefault = isDeepStrictEqual(fileShapes(experiment), fileShapes(DEFAULT_EXPERIMENT));
    expect(pytorchSnippet(experiment, "a").code.includes("load_state_dict")).toBe(isDefault);
  },
);

test("a row of the CSV has a cell for every column, empty where nothing was measured", () => {
  const measured = { epoch: 0, reconstruction: -200, kl: 3, elbo: -203, loss: 203, beta: 1 };
  const csv = metricsCsv([
    { ...measured, step: 25, split: "train", gradientNorm: 5, klPerDimension: [1, 2] },
    { ...measured, step: 25, split: "test", count: 1000, elboStandardError: 1.6, activeUnits: 2 },
  ]);
  const rows = csv.trimEnd().split("\n");
  expect(rows.map((row) => row.split(",").length)).toEqual([14, 14, 14]);
  expect(rows[1]).toBe("25,0,train,-200,3,-203,203,1,5,,,,1,2");
  expect(rows[2]).toBe("25,0,test,-200,3,-203,203,1,,1000,1.6,2,,");
});

test("an experiment is recognised as the preset it came from, whatever its seed, and as none after any other change", () => {
  for (const preset of PRESETS) {
    const experiment = mergeExperiment(DEFAULT_EXPERIMENT, preset.patch);
    expect(presetInForce(mergeExperiment(experiment, { seed: 77 }))?.id).toBe(preset.id);
    expect(presetInForce(mergeExperiment(experiment, { batchSize: 77 }))).toBeNull();
  }
});
