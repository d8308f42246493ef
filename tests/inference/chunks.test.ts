import { concat, logSumExp, stack, type Tensor, type Tensor2D, type Tensor3D, tensor1d, tensor2d, tile } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { conditionalGaussianLogProb } from "../../src/distributions/diagonalGaussian";
import { standardNormal } from "../../src/engine/operations/standardNormal";
import { DEFAULT_EXPERIMENT } from "../../src/experiment/experiment";
import { iwae, sampleLogWeights } from "../../src/inference/logWeights";
import { objectiveValue } from "../../src/inference/objective";
import { stream } from "../../src/numeric/random";
import { runningWeights } from "../../src/numeric/runningWeights";
import { importanceWeighted } from "../../src/training/importance";
import { type Guide, makeGuide } from "../../src/vae/guide";
import type { Model } from "../../src/vae/model";
import { startTestEngine } from "../engine/engines";
import { largestError, scattered } from "../engine/numbers";
import { golden, goldenImages, goldenParameters, goldenVae } from "./golden";
import { noise } from "./toys";

const { B, Z } = golden.sizes;
const [SAMPLES, IMAGES] = [45, 150];

/** log of the mean of exp over the rows of [K, count], in float64. */
function logMeanExp(values: ArrayLike<number>, count: number): number[] {
  const samples = values.length / count;
  return Array.from({ length: count }, (_, image) => {
    const column = Array.from({ length: samples }, (_, k) => values[k * count + image]);
    const most = Math.max(...column);
    return most + Math.log(column.reduce((sum, value) => sum + Math.exp(value - most), 0) / samples);
  });
}

/** The same with `shift` nats more in every log-likelihood. */
function shifted(model: Model, shift: number): Model {
  return {
    ...model,
    logLikelihood: (x, z) => model.logLikelihood(x, z).add(shift),
    logJoint: (x, z) => model.logJoint(x, z).add(shift),
  };
}

/** q = Σ_c π_c N(μ_c, σ_c²) with both components drawn for each sample: noise [K, B, 2, Z]. */
const SHARES = [0.3, 0.7];
const stratifiedGuide: Guide = makeGuide({
  noiseShape: (samples, batch) => [samples, batch, 2, Z],
  posterior: () => {
    const means = tensor2d(scattered(2 * Z, 3), [2, Z]);
    const logVariances = tensor2d(scattered(2 * Z, 4), [2, Z]);
    const componentAt = (c: number) => (z: Tensor3D) =>
      conditionalGaussianLogProb(z, means.slice([c, 0], [1, -1]), logVariances.slice([c, 0], [1, -1])).add(Math.log(SHARES[c]));
    return {
      sample(epsilon: Tensor) {
        const [samples, batch] = epsilon.shape;
        const scaled = epsilon.mul(logVariances.mul(0.5).exp()).add(means);
        const z = scaled.transpose([0, 2, 1, 3]).reshape([2 * samples, batch, Z]) as Tensor3D;
        return {
          z,
          logProb: () => logSumExp(stack([componentAt(0)(z), componentAt(1)(z)]), 0) as Tensor2D,
          logShare: tile(tensor1d(SHARES.map(Math.log)), [samples])
            .expandDims(1)
            .tile([1, batch]) as Tensor2D,
        };
      },
    };
  },
});

describe("L_K in chunks", () => {
  beforeAll(() => startTestEngine("cpu"));

  it.each([0, -1e4])("is L_K at once, with %d nats in every log-weight", async (shift) => {
    const vae = goldenVae(goldenParameters());
    const model = shifted(vae.model, shift);
    const images = Uint32Array.from({ length: IMAGES }, (_, i) => i);
    const pixels = (some: Uint32Array): Tensor2D =>
      goldenImages().gather(
        tensor1d(
          Array.from(some, (image) => image % B),
          "int32",
        ),
      );
    const experiment = { ...DEFAULT_EXPERIMENT, latent: { ...DEFAULT_EXPERIMENT.latent, dim: Z } };
    const request = { experiment, split: "test", images, seed: 7, samples: SAMPLES, pixels, pause: async () => undefined } as const;
    const { bound } = await importanceWeighted({ ...vae, model }, request);

    // 100 images a time, 20 and then 40 draws of each.
    const parts = [0, 100].map((from) => {
      const some = images.subarray(from, from + 100);
      const most = 2000 / some.length;
      const starts = Array.from({ length: Math.ceil(SAMPLES / most) }, (_, i) => i * most);
      const streamId = stream(7, `evaluation/test/importance/${from}`);
      const draws = starts.map((done) => standardNormal([Math.min(most, SAMPLES - done), some.length, Z], done, streamId));
      return { x: pixels(some), epsilon: concat(draws, 0) };
    });
    const atOnce = parts.flatMap(({ x, epsilon }) => {
      const spec = { kind: "iwae", samples: SAMPLES, estimator: "pathwise" } as const;
      return Array.from(objectiveValue(model, vae.guide, spec, { x, noise: epsilon, beta: 1 }).iwae?.dataSync() ?? []);
    });
    // Two roundings of a float32 near the shift.
    expect(largestError(bound, atOnce)).toBeLessThan(1e-5 + Math.abs(shift) * 2 ** -22);
    const withoutShift = logMeanExp(sampleLogWeights(vae.model, vae.guide, parts[0].x, parts[0].epsilon).dataSync(), 100);
    expect(
      largestError(
        bound.subarray(0, 100),
        withoutShift.map((value) => value + shift),
      ),
    ).toBeLessThan(1e-5 + Math.abs(shift) * 2 ** -22);
  });

  it("counts one draw from each stratum as one sample, weighted by its share", () => {
    const { model } = goldenVae(goldenParameters());
    const [x, epsilon] = [goldenImages(), noise([SAMPLES, B, 2, Z])];
    const { z, logProb } = stratifiedGuide.sampleWithLogProb(x, epsilon);
    const each = model.logJoint(x, z).sub(logProb).arraySync() as number[][];
    const combined = Array.from({ length: SAMPLES * B }, (_, at) => {
      const [k, b] = [Math.floor(at / B), at % B];
      return Math.log(SHARES[0] * Math.exp(each[2 * k][b]) + SHARES[1] * Math.exp(each[2 * k + 1][b]));
    });
    expect(largestError(sampleLogWeights(model, stratifiedGuide, x, epsilon).dataSync(), combined)).toBeLessThan(1e-5);
    const exact = logMeanExp(combined, B);
    const weights = runningWeights(B);
    for (const [from, size] of [
      [0, 20],
      [20, 20],
      [40, 5],
    ]) {
      weights.add(sampleLogWeights(model, stratifiedGuide, x, epsilon.slice([from, 0, 0, 0], [size, B, 2, Z])).dataSync());
    }
    expect(largestError(weights.result().logMean, exact)).toBeLessThan(1e-5);
    const mean = exact.reduce((sum, value) => sum + value, 0) / B;
    expect(iwae(model, stratifiedGuide, x, epsilon).dataSync()[0]).toBeCloseTo(mean, 5);
  });

  it("survives weights of every size, in any order", () => {
    const extremes = [-1e4, -3, -9e3, -2.5, -1e4, -3.5, Number.NEGATIVE_INFINITY, -1e4];
    const exact = logMeanExp([-3, -2.5, -3.5, ...new Array(5).fill(Number.NEGATIVE_INFINITY)], 1);
    for (const values of [extremes, [...extremes].reverse()]) {
      const weights = runningWeights(1);
      for (const value of values) weights.add([value]);
      expect(weights.result().logMean[0]).toBeCloseTo(exact[0], 12);
    }
    const low = runningWeights(1);
    low.add([-1e4, -1e4 + 1]);
    expect(low.result().logMean[0]).toBeCloseTo(-1e4 + Math.log((1 + Math.E) / 2), 9);
  });
});
