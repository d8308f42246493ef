import { keep, type Scalar, type Tensor, type Tensor2D, tensor, tidy, valueAndGrads } from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { legalObjectives, MODELS } from "../../scripts/reproduction/combinations";
import { startEngine } from "../../src/engine/start";
import { DEFAULT_EXPERIMENT, type Experiment } from "../../src/experiment/experiment";
import { mergeExperiment } from "../../src/experiment/resolve";
import { objectiveValue } from "../../src/inference/objective";
import { normals, stream, uniformAt } from "../../src/numeric/random";
import { noiseShapeOf, parameterSpecs } from "../../src/vae/modelSpec";
import { initialValues, named, toTensors } from "../../src/vae/parameters";
import { makeVae } from "../../src/vae/vae";
import { createPagePlatform } from "../../src/worker/platform";
import { largest, largestError, product } from "../engine/numbers";

/** WebGL as it is in a browser (drawn by a software renderer) beside plain JavaScript in float64, for every model and objective. */

const BATCH = 3;

/** Weights of this many times their initial size: q is then far from the prior, and the gradient not a difference of two nearly equal ones. */
const WEIGHTS = 2;

const TOLERANCE = 1e-3;

const BASE = mergeExperiment(DEFAULT_EXPERIMENT, { network: { encoder: [8], decoder: [8], activation: "tanh" } });

const CASES = MODELS.flatMap(({ name: model, patch }) => {
  const small = patch.network?.kind === "conv" ? { network: { kind: "conv" as const, encoder: [3, 4], decoder: [4, 3] } } : patch;
  return legalObjectives(BASE, small).map(({ name, experiment }) => ({ name: `${model}: ${name}`, experiment }));
});

/** The loss, then the gradient of every parameter. */
async function computed(experiment: Experiment): Promise<Float32Array[]> {
  const specs = parameterSpecs(experiment);
  const pixels = Float32Array.from({ length: BATCH * 784 }, (_, i) => {
    const level = uniformAt(i, 0, stream(2, "pixels"));
    return experiment.data.binarization === "none" ? level : Math.round(level);
  });
  const shape = noiseShapeOf(experiment, experiment.objective.samples, BATCH);
  const outputs = tidy(() => {
    const x = tensor(pixels, [BATCH, 784]) as Tensor2D;
    const noise = tensor(normals(product(shape), 0, stream(2, "noise")), shape);
    let loss: Scalar | undefined;
    const surrogate = (...parameters: Tensor[]): Scalar => {
      const { model, guide } = makeVae(experiment, named(specs, parameters));
      const value = objectiveValue(model, guide, experiment.objective, { x, noise, beta: 1.5 });
      loss = keep(value.loss);
      return value.surrogate;
    };
    const initial = initialValues(specs, "fanIn", 3).map((values) => values.map((value) => WEIGHTS * value));
    const { grads } = valueAndGrads(surrogate)(toTensors(specs, initial));
    return [loss as Scalar, ...grads];
  });
  const values = await Promise.all(outputs.map(async (output) => Float32Array.from(await output.data())));
  for (const output of outputs) output.dispose();
  return values;
}

it("agrees on WebGL and on the processor in every loss and gradient", async () => {
  const found: Float32Array[][] = [];
  for (const engine of ["cpu", "webgl"] as const) {
    const report = await startEngine(engine, createPagePlatform(), (text) => expect.fail(text));
    expect(report.name).toBe(engine);
    for (const [at, { experiment }] of CASES.entries()) found[at] = [...(found[at] ?? []), ...(await computed(experiment))];
  }
  CASES.forEach(({ name, experiment }, at) => {
    const count = parameterSpecs(experiment).length + 1;
    const [exact, webgl] = [found[at].slice(0, count), found[at].slice(count)];
    exact.forEach((values, i) => {
      const size = Math.max(largest(values), 1e-6);
      expect(largestError(webgl[i], values), `${name}, ${i === 0 ? "loss" : parameterSpecs(experiment)[i - 1].name}`).toBeLessThan(
        TOLERANCE * size,
      );
    });
  });
}, 240_000);
