import "@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops";
import { grad, grads, type Tensor, type Tensor1D, type Tensor2D, tensor, tensor1d, tensor2d, tidy } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { bernoulli } from "../../src/distributions/bernoulli";
import { continuousBernoulli } from "../../src/distributions/continuousBernoulli";
import { gaussian } from "../../src/distributions/gaussian";
import type { Likelihood } from "../../src/distributions/likelihood";
import { normals, stream, uniformAt } from "../../src/numeric/random";
import { ENGINES, startTestEngine } from "../engine/engines";
import { finiteDifferences, largest, largestError, scattered } from "../engine/numbers";
import golden from "../fixtures/golden-generative.json";

const { likelihoods, xGrey } = golden;

/** log C(l) in float64: from 1e-4 on in closed form, below by its first terms. */
function logC(l: number): number {
  return Math.abs(l) < 1e-4 ? Math.LN2 + l ** 2 / 12 : Math.log(l / Math.tanh(l / 2));
}
const softplus = (l: number): number => Math.max(l, 0) + Math.log1p(Math.exp(-Math.abs(l)));
const sigmoid = (l: number): number => 1 / (1 + Math.exp(-l));

/** log-densities of one pixel in float64, straight from the definitions. */
const DENSITIES: Array<{ name: string; likelihood: Likelihood; exact: (x: number, l: number) => number; from: number; to: number }> = [
  {
    name: "continuous Bernoulli",
    likelihood: continuousBernoulli,
    exact: (x, l) => x * l - softplus(l) + logC(l),
    from: 0,
    to: 1,
  },
  {
    name: "Gaussian, σ = .25",
    likelihood: gaussian(Math.log(0.25)),
    exact: (x, l) => -0.5 * ((x - sigmoid(l)) / 0.25) ** 2 - Math.log(0.25) - 0.5 * Math.log(2 * Math.PI),
    from: -3,
    to: 4,
  },
];

function valuesOf(x: Tensor): Float32Array {
  return x.dataSync<"float32">();
}

/** Composite Simpson weights and nodes. */
function simpson(from: number, to: number, intervals: number): { nodes: number[]; weights: number[] } {
  const width = (to - from) / intervals;
  const nodes = Array.from({ length: intervals + 1 }, (_, i) => from + i * width);
  const weights = nodes.map((_, i) => (width / 3) * (i === 0 || i === intervals ? 1 : i % 2 === 1 ? 4 : 2));
  return { nodes, weights };
}

function uniforms(count: number, name: string): Float32Array {
  const streamId = stream(7, name);
  return Float32Array.from({ length: count }, (_, i) => uniformAt(i, 0, streamId));
}

/** One pixel an image. */
function column(values: ArrayLike<number>): Tensor2D {
  return tensor2d(Float32Array.from(values), [values.length, 1]);
}

function logProbs(likelihood: Likelihood, logits: number[], x: number): Float32Array {
  return tidy(() => likelihood.logProb(column(logits), column(logits.map(() => x))).dataSync()) as Float32Array;
}

function gradients(likelihood: Likelihood, logits: number[], x: number): Float32Array {
  const loss = (l: Tensor): Tensor => likelihood.logProb(l as Tensor2D, column(logits.map(() => x))).sum();
  return tidy(() => grad(loss)(column(logits)).dataSync()) as Float32Array;
}

describe.each(ENGINES)("likelihoods on %s", (engine) => {
  beforeAll(() => startTestEngine(engine));

  it("have PyTorch's values", () => {
    const logits = tensor(likelihoods.logits.values, [4, 6]) as Tensor2D;
    const x = tensor(xGrey.values, [4, 6]) as Tensor2D;
    const cases: Array<[Likelihood, number[]]> = [
      [bernoulli, likelihoods.bernoulliGrey.values],
      [continuousBernoulli, likelihoods.continuousBernoulli.values],
      [gaussian(Math.log(likelihoods.gaussian.sigma)), likelihoods.gaussian.logProb.values],
      [gaussian(tensor1d([likelihoods.gaussianLearned.logSigma])), likelihoods.gaussianLearned.logProb.values],
    ];
    for (const [likelihood, exact] of cases) {
      // The smallest image has terms that nearly cancel; of all four, the values themselves bound their sum from below.
      expect(largestError(likelihood.logProb(logits, x).dataSync(), exact)).toBeLessThan(1e-5 * largest(exact));
    }
    expect(largestError(continuousBernoulli.mean(logits).dataSync(), likelihoods.continuousBernoulliMean.values)).toBeLessThan(1e-6);
    expect(largestError(gaussian(0).mean(logits).dataSync(), likelihoods.gaussian.mean.values)).toBeLessThan(1e-6);
  });

  it("have PyTorch's gradient in log σ", () => {
    const { logSigma, gradientLogSigma } = likelihoods.gaussianLearned;
    const logits = tensor(likelihoods.logits.values, [4, 6]) as Tensor2D;
    const x = tensor(xGrey.values, [4, 6]) as Tensor2D;
    const found = grad((s: Tensor) =>
      gaussian(s as Tensor1D)
        .logProb(logits, x)
        .mean(),
    )(tensor1d([logSigma])).dataSync();
    expect(Math.abs(found[0] - gradientLogSigma)).toBeLessThan(1e-5 * Math.abs(gradientLogSigma));
  });

  it("keep the continuous Bernoulli exact about 0 and at ±30, as PyTorch has it", () => {
    const { x, logits, logProb, gradient } = likelihoods.continuousBernoulliExtremes;
    const found = logProbs(continuousBernoulli, logits.values, x);
    logProb.values.forEach((exact, i) => {
      const terms = Math.abs(x * logits.values[i]) + Math.abs(softplus(logits.values[i])) + Math.abs(logC(logits.values[i]));
      expect(Math.abs(found[i] - exact)).toBeLessThan(1e-6 * terms);
    });
    expect(largestError(gradients(continuousBernoulli, logits.values, x), gradient.values)).toBeLessThan(3e-7);
  });

  it("keep the continuous Bernoulli finite and exact to logits of ±1000", () => {
    const logits = [-1000, -150, -100, -88.5, -40, 40, 88.5, 100, 150, 1000];
    const found = logProbs(continuousBernoulli, logits, 0.2);
    logits.forEach((l, i) => {
      const terms = Math.abs(0.2 * l) + softplus(l) + Math.abs(logC(l));
      expect(Math.abs(found[i] - (0.2 * l - softplus(l) + logC(l)))).toBeLessThan(1e-6 * terms);
    });
    const slopes = gradients(continuousBernoulli, logits, 0.2);
    logits.forEach((l, i) => {
      expect(Math.abs(slopes[i] - (0.2 - (l > 0 ? 1 - 1 / l : -1 / l)))).toBeLessThan(1e-6);
    });
  });

  it("join the series of the continuous Bernoulli to its closed form without a step", () => {
    const logits = Array.from({ length: 401 }, (_, i) => -2 + i / 100);
    const found = logProbs(continuousBernoulli, logits, 0.4);
    const mean = continuousBernoulli.mean(column(logits)).dataSync();
    logits.forEach((l, i) => {
      expect(Math.abs(found[i] - (0.4 * l - softplus(l) + logC(l)))).toBeLessThan(1e-6);
      const exact = Math.abs(l) < 1e-3 ? 0.5 + l / 12 : 1 / -Math.expm1(-l) - 1 / l;
      expect(Math.abs(mean[i] - exact)).toBeLessThan(3e-7);
    });
  });

  describe.each(DENSITIES)("$name", ({ likelihood, exact, from, to }) => {
    it("is a density, and its mean is the density's", () => {
      const { nodes, weights } = simpson(from, to, 4000);
      for (const l of [-30, -3, -0.4, 0, 1e-3, 0.9, 7, 30]) {
        const logits = tensor2d(new Float32Array(nodes.length).fill(l), [nodes.length, 1]);
        const density = valuesOf(likelihood.logProb(logits, column(nodes)).exp());
        const total = density.reduce((sum, value, i) => sum + weights[i] * value, 0);
        const first = density.reduce((sum, value, i) => sum + weights[i] * nodes[i] * value, 0);
        expect(Math.abs(total - 1), `at ${l}`).toBeLessThan(2e-5);
        expect(Math.abs(first - likelihood.mean(tensor1d([l])).dataSync()[0]), `at ${l}`).toBeLessThan(2e-5);
      }
    });

    it("has the gradient of the finite difference, 3 samples of 5 images", () => {
      const [logits, x] = [scattered(15 * 7, 3, 4), scattered(5 * 7, 4).map(Math.abs)];
      const weights = scattered(15, 5);
      const reference = (l: number[]): number =>
        l.reduce((total, value, i) => total + weights[Math.floor(i / 7)] * exact(x[i % x.length], value), 0);
      const loss = (l: Tensor): Tensor =>
        likelihood
          .logProb(l as Tensor2D, tensor2d(x, [5, 7]))
          .mul(tensor2d(weights, [3, 5]))
          .sum();
      const found = grad(loss)(tensor2d(logits, [15, 7])).dataSync();
      const expected = finiteDifferences(reference, logits);
      expect(largestError(found, expected)).toBeLessThan(1e-5 * largest(expected));
    });

    it("draws with the density's mean and variance", () => {
      const count = 40000;
      const noise = likelihood.noise === "uniform" ? uniforms(count, "u") : normals(count, 0, stream(7, "n"));
      const { nodes, weights } = simpson(from, to, 4000);
      for (const l of [-20, -2, -0.3, 0, 1e-4, 0.5, 5, 60]) {
        const drawn = valuesOf(likelihood.sample(tensor1d(new Float32Array(count).fill(l)), tensor1d(noise)));
        const moment = (power: number): number => nodes.reduce((sum, x, i) => sum + weights[i] * x ** power * Math.exp(exact(x, l)), 0);
        const [mean, variance] = [moment(1), moment(2) - moment(1) ** 2];
        const average = drawn.reduce((sum, value) => sum + value / count, 0);
        const spread = drawn.reduce((sum, value) => sum + (value - average) ** 2 / count, 0);
        expect(Math.abs(average - mean), `at ${l}`).toBeLessThan(4 * Math.sqrt(variance / count));
        expect(Math.abs(spread / variance - 1), `at ${l}`).toBeLessThan(0.06);
      }
    });
  });

  it("draw the continuous Bernoulli by the inverse of its distribution function", () => {
    const u = [1e-6, 0.1, 0.37, 0.5, 0.8, 0.999];
    for (const l of [-100, -9, -1, 0.01, 2, 30]) {
      const drawn = valuesOf(continuousBernoulli.sample(tensor1d(u.map(() => l)), tensor1d(u)));
      drawn.forEach((x, i) => {
        expect(Math.abs(Math.expm1(l * x) / Math.expm1(l) - u[i]), `at ${l}`).toBeLessThan(2e-5);
        expect(x).toBeGreaterThanOrEqual(0);
        expect(x).toBeLessThanOrEqual(1);
      });
    }
  });

  it("leave draws of the Gaussian unclipped", () => {
    const drawn = gaussian(Math.log(0.5))
      .sample(tensor1d([0, 0]), tensor1d([-3, 3]))
      .dataSync();
    expect(Array.from(drawn)).toEqual([-1, 2]);
  });

  it("differentiate the Gaussian's σ together with its logits", () => {
    const [logits, x] = [scattered(12, 6, 2), scattered(12, 8).map(Math.abs)];
    const loss = (l: Tensor, s: Tensor): Tensor =>
      gaussian(s as Tensor1D)
        .logProb(l as Tensor2D, tensor2d(x, [3, 4]))
        .sum();
    const found = grads(loss)([tensor2d(logits, [3, 4]), tensor1d([-0.4])])[1].dataSync();
    const exact = (s: number[]): number => logits.reduce((sum, l, i) => sum - 0.5 * ((x[i] - sigmoid(l)) / Math.exp(s[0])) ** 2 - s[0], 0);
    expect(largestError(found, finiteDifferences(exact, [-0.4]))).toBeLessThan(1e-4);
  });
});
