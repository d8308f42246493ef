import { type Tensor2D, tensor1d, tensor2d } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { bernoulli } from "../../src/distributions/bernoulli";
import { sampleLogWeights } from "../../src/inference/logWeights";
import { objectiveValue } from "../../src/inference/objective";
import { runningWeights } from "../../src/numeric/runningWeights";
import { decoderModel } from "../../src/vae/model";
import { priorOf } from "../../src/vae/priors/priors";
import { startTestEngine } from "../engine/engines";
import exact from "../fixtures/golden-inference.json";
import { goldenImages } from "./golden";
import { freeGuide, noise } from "./toys";

const { decoderWeight, decoderBias, logLikelihood, posteriorMean } = exact.exactTwoDimensional;
const [IMAGES, DIM] = posteriorMean.shape;

function exactModel() {
  const prior = priorOf({ kind: "standardNormal" }).make({ kind: "standardNormal" }, {}, { dim: DIM });
  const [weight, bias] = [tensor2d(decoderWeight.values, [DIM, 6]), tensor1d(decoderBias.values)];
  return decoderModel(prior, (z) => z.matMul(weight).add(bias) as Tensor2D, bernoulli, DIM);
}

/** A mean field that is wrong in its mean by .5 and .3 and in its variances; the same for each repeat of the four images. */
function roughGuide(repeats: number) {
  const means = tensor2d(posteriorMean.values, [IMAGES, DIM]).add(tensor1d([0.5, -0.3]));
  return freeGuide(means.tile([repeats, 1]) as Tensor2D, tensor2d([[-1, -0.2]]).tile([repeats * IMAGES, 1]) as Tensor2D);
}

function moments(values: readonly number[]): { mean: number; error: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return { mean, error: Math.sqrt(variance / values.length) };
}

describe("the bounds of a model whose log p(x) is known", () => {
  beforeAll(() => startTestEngine("cpu"));

  it("are ordered, L₁ < L₅ < L₅₀ < log p(x), beyond three standard errors", () => {
    const REPEATS = 1500;
    const x = goldenImages().tile([REPEATS, 1]) as Tensor2D;
    const draws = noise([50, REPEATS * IMAGES, DIM], "bounds");
    const bound = (samples: number): number[] => {
      const spec = { kind: "iwae", samples, estimator: "pathwise" } as const;
      const input = { x, noise: draws.slice(0, samples), beta: 1 };
      const each = objectiveValue(exactModel(), roughGuide(REPEATS), spec, input).iwae?.dataSync() ?? [];
      // The mean of the four images, one value a repeat.
      return Array.from({ length: REPEATS }, (_, r) => moments(Array.from(each.slice(r * IMAGES, (r + 1) * IMAGES))).mean);
    };
    const logP = moments(logLikelihood.values).mean;
    const ladder = [bound(1), bound(5), bound(50), new Array<number>(REPEATS).fill(logP)];
    for (let i = 1; i < ladder.length; i++) {
      const { mean, error } = moments(ladder[i].map((value, r) => value - ladder[i - 1][r]));
      expect(mean, `step ${i}`).toBeGreaterThan(3 * error);
      expect(error, `step ${i}`).toBeLessThan(0.05);
    }
  });

  it("reach log p(x) with 5000 samples, within the error that the weights themselves give", () => {
    const weights = runningWeights(IMAGES);
    const draws = noise([5000, IMAGES, DIM], "many");
    for (let from = 0; from < 5000; from += 1000) {
      const part = draws.slice(from, 1000);
      weights.add(sampleLogWeights(exactModel(), roughGuide(1), goldenImages(), part).dataSync());
    }
    const { logMean, error } = weights.result();
    logLikelihood.values.forEach((logP, image) => {
      expect(Math.abs(logMean[image] - logP)).toBeLessThan(4 * error[image]);
      expect(error[image]).toBeLessThan(0.03);
    });
  });
});
