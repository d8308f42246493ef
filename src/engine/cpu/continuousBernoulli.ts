import { CONTINUOUS_BERNOULLI_LOG_LIKELIHOOD, CONTINUOUS_BERNOULLI_LOG_LIKELIHOOD_GRADIENT } from "../operations/continuousBernoulli";
import { type ArrayTensor, arrayKernel } from "./arrayKernel";

type Inputs = Record<"logits" | "x", ArrayTensor>;

/** Nearer to 0 the mean is ½ + l/12: what follows is below 2e-14, and the closed form loses more than that. */
const NEAR_ZERO = 1e-3;

/** Σ x·l − max(l, 0) − log((1 − e^{−|l|})/|l|), the last of which is 0 at l = 0. */
export const continuousBernoulliKernel = arrayKernel<Inputs>(CONTINUOUS_BERNOULLI_LOG_LIKELIHOOD, ({ logits, x }) => {
  const [rows, pixels] = logits.shape;
  const values = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    const image = (row * pixels) % x.values.length;
    let sum = 0;
    for (let i = 0; i < pixels; i++) sum += logDensity(logits.values[row * pixels + i], x.values[image + i]);
    values[row] = sum;
  }
  return { shape: [rows], values };
});

function logDensity(logit: number, x: number): number {
  const size = Math.abs(logit);
  const logRatio = size === 0 ? 0 : Math.log(-Math.expm1(-size) / size);
  return x * logit - Math.max(logit, 0) - logRatio;
}

/** (x − mean(l))·dy, dy [rows]. */
export const continuousBernoulliGradientKernel = arrayKernel<Inputs & { dy: ArrayTensor }>(
  CONTINUOUS_BERNOULLI_LOG_LIKELIHOOD_GRADIENT,
  ({ dy, logits, x }) => {
    const pixels = logits.shape[1];
    const values = logits.values.map((logit, i) => (x.values[i % x.values.length] - mean(logit)) * dy.values[Math.floor(i / pixels)]);
    return { shape: logits.shape, values };
  },
);

function mean(logit: number): number {
  return Math.abs(logit) < NEAR_ZERO ? 0.5 + logit / 12 : -1 / Math.expm1(-logit) - 1 / logit;
}
