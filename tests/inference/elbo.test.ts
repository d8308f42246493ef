import { type Scalar, type Tensor, tensor, tensor2d, valueAndGrads } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { diagonalGaussian, standardNormalLogProb } from "../../src/distributions/diagonalGaussian";
import { logWeights } from "../../src/inference/logWeights";
import { objectiveValue } from "../../src/inference/objective";
import { normals, stream } from "../../src/numeric/random";
import { type Guide, makeGuide } from "../../src/vae/guide";
import type { Model } from "../../src/vae/model";
import { meanFieldPosterior } from "../../src/vae/posteriors/meanField";
import { startTestEngine } from "../engine/engines";
import { golden, goldenImages, goldenParameters, goldenVae, NAMES, objective } from "./golden";

/** The conjugate case z ~ N(0, 1), x|z ~ N(z, 1), x = 2: posterior N(1, ½), log p(x) = −½ ln(4π) − 1. */
const CONJUGATE_LOG_LIKELIHOOD = -0.5 * Math.log(4 * Math.PI) - 1;

const conjugateModel: Model = {
  logPrior: standardNormalLogProb,
  logLikelihood: (x, z) =>
    z
      .sub(x.reshape([1, x.shape[0], 1]))
      .square()
      .add(Math.log(2 * Math.PI))
      .mul(-0.5)
      .sum(2)
      .as2D(z.shape[0], z.shape[1]),
  logJoint: (x, z) => conjugateModel.logLikelihood(x, z).add(conjugateModel.logPrior(z)),
};

function conjugateGuide(mean: number, variance: number): Guide {
  return makeGuide({
    noiseShape: (samples) => [samples, 1, 1],
    posterior: () => meanFieldPosterior({ mean: tensor2d([[mean]]), logVariance: tensor2d([[Math.log(variance)]]) }),
  });
}

const noise = (count: number, shape: number[]) => tensor(normals(count, 0, stream(1, "test")), shape);

describe("the lower bound", () => {
  beforeAll(() => startTestEngine("cpu"));

  it("has every log-weight equal to log p(x) under the exact posterior", () => {
    const weights = logWeights(conjugateModel, conjugateGuide(1, 0.5), tensor2d([[2]]), noise(200, [200, 1, 1])).dataSync();
    for (const weight of weights) expect(weight).toBeCloseTo(CONJUGATE_LOG_LIKELIHOOD, 5);
  });

  it("has the analytic KL of that posterior equal to its closed form", () => {
    const kl = diagonalGaussian(tensor2d([[1]]), tensor2d([[Math.log(0.5)]]))
      .klToStandardNormal()
      .dataSync()[0];
    expect(kl).toBeCloseTo(0.596574, 6);
    const narrow = diagonalGaussian(tensor2d([[1]]), tensor2d([[Math.log(0.25)]]))
      .klToStandardNormal()
      .dataSync()[0];
    expect(narrow).toBeCloseTo(0.818147, 6);
  });

  it("is below log p(x) by KL(q ‖ posterior) for any other q", () => {
    const [mean, variance] = [0.3, 0.8];
    const gap = 0.5 * (variance / 0.5 + (mean - 1) ** 2 / 0.5 - 1 - Math.log(variance / 0.5));
    const samples = 100_000;
    const weights = logWeights(conjugateModel, conjugateGuide(mean, variance), tensor2d([[2]]), noise(samples, [samples, 1, 1])).dataSync();
    const estimate = Array.from(weights).reduce((sum, weight) => sum + weight, 0) / samples;
    expect(CONJUGATE_LOG_LIKELIHOOD - estimate).toBeCloseTo(gap, 1.7);
  });

  it("has an analytic KL that Monte Carlo agrees with", () => {
    const q = diagonalGaussian(tensor2d([[0.7, -1.2]]), tensor2d([[-0.9, 0.6]]));
    const samples = 100_000;
    const z = q.sample(noise(samples * 2, [samples, 1, 2]));
    const ratios = q.logProb(z).sub(standardNormalLogProb(z));
    const exact = q.klToStandardNormal().sum().dataSync()[0];
    const error = Math.sqrt(ratios.sub(exact).square().mean().dataSync()[0] / samples);
    expect(Math.abs(ratios.mean().dataSync()[0] - exact)).toBeLessThan(4 * error);
  });

  it("has the gradient that finite differences of the loss have", () => {
    const spec = objective(2, { nats: 0.3, per: "imageDimension" });
    const epsilon = tensor(golden.eps.values, golden.eps.shape);
    const f = (...parameters: Tensor[]): Scalar => {
      const { model, guide } = goldenVae(parameters);
      return objectiveValue(model, guide, spec, { x: goldenImages(), noise: epsilon, beta: 2 }).surrogate;
    };
    const parameters = goldenParameters();
    const { grads } = valueAndGrads(f)(parameters);
    NAMES.forEach((name, which) => {
      const values = Array.from(golden.parameters[name].values);
      const moved = (delta: number) => {
        const shifted = parameters.map((parameter, i) =>
          i === which ? tensor([values[0] + delta, ...values.slice(1)], parameter.shape) : parameter,
        );
        return f(...shifted).dataSync()[0];
      };
      const difference = (moved(1e-2) - moved(-1e-2)) / 2e-2;
      expect(grads[which].dataSync()[0], name).toBeCloseTo(difference, 2);
    });
  });
});
