import type { ActivationName } from "../../src/engine/operations/activation";
import { normalCdf } from "../../src/numeric/normal";

/** The operations in float64, each in the form in which a textbook has it. */

const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

export const ACTIVATIONS: Record<ActivationName | "linear", (x: number) => number> = {
  linear: (x) => x,
  relu: (x) => Math.max(x, 0),
  tanh: Math.tanh,
  elu: (x) => (x > 0 ? x : Math.expm1(x)),
  softplus,
  gelu: (x) => x * normalCdf(x),
};

export function matrixProduct(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  m: number,
  n: number,
  k: number,
  transposeA: boolean,
  transposeB: boolean,
) {
  const out = new Float64Array(m * n);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      for (let p = 0; p < k; p++) out[i * n + j] += a[transposeA ? p * m + i : i * k + p] * b[transposeB ? j * k + p : p * n + j];
    }
  }
  return out;
}

export function dense(x: number[], weight: number[], bias: number[], activation: ActivationName | "linear"): number[] {
  const n = bias.length;
  const k = weight.length / n;
  const linear = matrixProduct(x, weight, x.length / k, n, k, false, false);
  return Array.from(linear, (value, i) => ACTIVATIONS[activation](value + bias[i % n]));
}

export function bernoulliLogLikelihood(logits: number[], x: number[], pixels: number): number[] {
  const rows = new Array<number>(logits.length / pixels).fill(0);
  logits.forEach((logit, i) => {
    rows[Math.floor(i / pixels)] += x[i % x.length] * logit - softplus(logit);
  });
  return rows;
}

/** Of logits that are not 0. */
export function continuousBernoulliLogLikelihood(logits: number[], x: number[], pixels: number): number[] {
  const rows = new Array<number>(logits.length / pixels).fill(0);
  logits.forEach((logit, i) => {
    rows[Math.floor(i / pixels)] += x[i % x.length] * logit - softplus(logit) + Math.log(logit / Math.tanh(logit / 2));
  });
  return rows;
}

export function reparameterize(mean: number[], logVariance: number[], noise: number[]): number[] {
  return noise.map((value, i) => mean[i % mean.length] + value * Math.exp(0.5 * logVariance[i % mean.length]));
}

export function gaussianKl(mean: number[], logVariance: number[]): number[] {
  return mean.map((center, i) => 0.5 * (center ** 2 + Math.exp(logVariance[i]) - 1 - logVariance[i]));
}
