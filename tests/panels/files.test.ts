import { expect, test } from "vitest";
import { DEFAULT_EXPERIMENT } from "../../src/experiment/experiment";
import { PRESETS } from "../../src/experiment/presets";
import { mergeExperiment } from "../../src/experiment/resolve";
import { presetInForce } from "../../src/panels/presetInForce";
import { pytorchSnippet } from "../../src/panels/pytorchSnippet";
import { metricsCsv } from "../../src/store/metricsFile";

test("the PyTorch snippet has four lines with the names and shapes of the weights file", () => {
  const lines = pytorchSnippet(DEFAULT_EXPERIMENT, "vae.safetensors").split("\n");
  expect(lines).toHaveLength(4);
  expect(lines[1]).toBe(
    'encoder = nn.ModuleDict({"0": nn.Linear(784, 256), "1": nn.Linear(256, 128), "mean": nn.Linear(128, 2), "logvar": nn.Linear(128, 2)})',
  );
  expect(lines[2]).toBe('decoder = nn.ModuleDict({"0": nn.Linear(2, 128), "1": nn.Linear(128, 256), "out": nn.Linear(256, 784)})');
});

test("without hidden layers the heads take the input", () => {
  const experiment = mergeExperiment(DEFAULT_EXPERIMENT, { network: { encoder: [], decoder: [] } });
  expect(pytorchSnippet(experiment, "a")).toContain('nn.ModuleDict({"out": nn.Linear(2, 784)})');
});

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
