import { beforeAll, expect, it } from "vitest";
import { DEFAULT_EXPERIMENT } from "../../src/experiment/experiment";
import { mergeExperiment } from "../../src/experiment/resolve";
import { evaluateImages } from "../../src/training/evaluation";
import { columnVariances, summarize } from "../../src/training/heldOut";
import { parameterSpecs } from "../../src/vae/modelSpec";
import { named, toTensors } from "../../src/vae/parameters";
import { startTestEngine } from "../engine/engines";

const IMAGES = 1000;
const DIM = 40;

beforeAll(() => startTestEngine("cpu"));

it("a collapsed q whose mean is estimated from draws has no active unit: the estimate's variance is taken away whole", async () => {
  const experiment = mergeExperiment(DEFAULT_EXPERIMENT, {
    network: { encoder: [], decoder: [] },
    latent: { dim: DIM, posterior: { kind: "planar", layers: 1 } },
  });
  const specs = parameterSpecs(experiment);
  // All 0: q(z|x) is N(0, I) for every image, and each mean that of 16 normal draws.
  const zeros = specs.map(({ shape }) => new Float32Array(shape.reduce((product, side) => product * side, 1)));
  const data = { bytes: new Uint8Array(IMAGES * 784), labels: new Uint8Array(IMAGES) };
  const images = Uint32Array.from({ length: IMAGES }, (_, i) => i);
  const request = { experiment, split: "test" as const, data, images, seed: 0, pause: async () => undefined };
  const results = await evaluateImages(named(specs, toTensors(specs, zeros)), request);
  const average = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
  const [seen, subtracted] = [average(columnVariances(results.mean, IMAGES, DIM)), average(results.meanVariance)];
  expect(Math.abs(seen - 1 / 16)).toBeLessThan(0.0015);
  expect(Math.abs(subtracted - 1 / 16)).toBeLessThan(0.0015);
  expect(summarize(results).activeUnits).toBe(0);
});
