import { logSumExp, type Scalar, stack, type Tensor, type Tensor2D, type Tensor3D, tensor2d, tensor3d } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { conditionalGaussianLogProb, diagonalGaussian } from "../../src/distributions/diagonalGaussian";
import { objectiveValue } from "../../src/inference/objective";
import { type Guide, makeGuide } from "../../src/vae/guide";
import { startTestEngine } from "../engine/engines";
import { descend } from "./descent";
import { objective } from "./golden";
import { freeGuide, LOG_TWO_PI, targetModel } from "./toys";

/** An image that no target here looks at. */
const NOTHING = () => tensor2d([[0]]);

describe("a mean field fitted to a Gaussian with correlation", () => {
  beforeAll(() => startTestEngine("cpu"));

  /** Four draws with the mean and covariance of N(0, I): exact for what is quadratic. */
  const axes = (): Tensor3D => tensor3d([[[Math.SQRT2, 0]], [[0, Math.SQRT2]], [[-Math.SQRT2, 0]], [[0, -Math.SQRT2]]]);

  it.each([0.5, 0.9, -0.95])("of %d has the variances 1 − ρ² and the KL −½ ln(1 − ρ²)", (rho) => {
    const target = targetModel((z) => {
      const precision = tensor2d([
        [1, -rho],
        [-rho, 1],
      ]).div(1 - rho ** 2);
      const flat = z.reshape([-1, 2]) as Tensor2D;
      const squares = flat
        .matMul(precision as Tensor2D)
        .mul(flat)
        .sum(1)
        .reshape(z.shape.slice(0, 2));
      return squares.add(2 * LOG_TWO_PI + Math.log(1 - rho ** 2)).mul(-0.5) as Tensor2D;
    });
    const spec = { ...objective(1), samples: 4 };
    const valueAt = (mean: Tensor, logVariance: Tensor) =>
      objectiveValue(target, freeGuide(mean as Tensor2D, logVariance as Tensor2D), spec, { x: NOTHING(), noise: axes(), beta: 1 });
    const start = [tensor2d([[0.7, -0.4]]), tensor2d([[0.3, -0.5]])];
    const [mean, logVariance] = descend((m, l) => valueAt(m, l).surrogate, start, { steps: 1300, learningRate: 0.05 });
    for (const value of mean.dataSync()) expect(value).toBeCloseTo(0, 4);
    for (const value of logVariance.exp().dataSync()) expect(value).toBeCloseTo(1 - rho ** 2, 5);
    expect(valueAt(mean, logVariance).loss.dataSync()[0]).toBeCloseTo(-0.5 * Math.log(1 - rho ** 2), 5);
  });
});

/** ½N(−3, 1) + ½N(3, 1). */
const mixtureLogProb = (z: Tensor3D): Tensor2D => {
  const at = (mean: number) => conditionalGaussianLogProb(z, tensor2d([[mean]]), tensor2d([[0]]));
  return logSumExp(stack([at(-3), at(3)]), 0).add(Math.log(0.5)) as Tensor2D;
};

/** The nodes of the trapezoid rule over N(0, 1), and the logs of their shares. */
const NODES = Array.from({ length: 161 }, (_, i) => (i - 80) / 10);
const LOG_SHARES = NODES.map((node) => -0.5 * (node ** 2 + LOG_TWO_PI) + Math.log(0.1));

/** N(mean, variance) whose "strata" are the nodes, so that one sample of them all is the expectation itself. */
function quadratureGuide(mean: Tensor2D, logVariance: Tensor2D): Guide {
  const q = diagonalGaussian(mean, logVariance);
  return makeGuide({
    noiseShape: () => [1, NODES.length, 1],
    posterior: () => ({
      sample() {
        const z = q.sample(tensor3d(NODES, [NODES.length, 1, 1]));
        return { z, logProb: () => q.logProb(z), logShare: tensor2d(LOG_SHARES, [NODES.length, 1]) };
      },
    }),
  });
}

describe("a Gaussian fitted to a mixture of two", () => {
  beforeAll(() => startTestEngine("cpu"));

  /** KL(q ‖ p), which is −ELBO, since log p(x) is 0 here. */
  function reverse(startMean: number, startLogVariance: number) {
    const spec = { ...objective(1), kl: "monteCarlo" as const };
    const oneSample = () => tensor3d([0], [1, 1, 1]);
    const valueAt = (mean: Tensor, logVariance: Tensor): Scalar =>
      objectiveValue(targetModel(mixtureLogProb), quadratureGuide(mean as Tensor2D, logVariance as Tensor2D), spec, {
        x: NOTHING(),
        noise: oneSample(),
        beta: 1,
      }).loss;
    const start = [tensor2d([[startMean]]), tensor2d([[startLogVariance]])];
    const [mean, logVariance] = descend(valueAt, start, { steps: 700, learningRate: 0.05 });
    return { mean: mean.dataSync()[0], sd: Math.exp(logVariance.dataSync()[0] / 2), kl: valueAt(mean, logVariance).dataSync()[0] };
  }

  it.each([-1, 1])("by KL(q ‖ p) covers one component, on the side of %d", (side) => {
    const { mean, sd, kl } = reverse(2 * side, 0.5);
    expect(mean).toBeCloseTo(2.9843 * side, 4);
    expect(sd).toBeCloseTo(1.0234, 4);
    expect(kl).toBeCloseTo(0.68877, 5);
  });

  it("by KL(q ‖ p) has a second, worse optimum between them", () => {
    const { mean, sd, kl } = reverse(0.1, 1.5);
    expect(mean).toBeCloseTo(0, 3);
    expect(sd).toBeCloseTo(2.743769, 4);
    expect(kl).toBeCloseTo(0.840621, 5);
  });

  it("by KL(p ‖ q) has the mixture's own mean, 0, and variance, 10", () => {
    const points = Array.from({ length: 241 }, (_, i) => (i - 120) / 10);
    const z = () => tensor3d(points, [points.length, 1, 1]);
    const crossEntropy = (mean: Tensor, logVariance: Tensor): Scalar => {
      const logQ = diagonalGaussian(mean as Tensor2D, logVariance as Tensor2D).logProb(z());
      return mixtureLogProb(z()).exp().mul(-0.1).mul(logQ).sum() as Scalar;
    };
    const start = [tensor2d([[2]]), tensor2d([[0.5]])];
    const [mean, logVariance] = descend(crossEntropy, start, { steps: 700, learningRate: 0.05 });
    expect(mean.dataSync()[0]).toBeCloseTo(0, 3);
    expect(logVariance.exp().dataSync()[0]).toBeCloseTo(10, 3);
  });
});
