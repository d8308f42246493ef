import { BERNOULLI_LOG_LIKELIHOOD, BERNOULLI_LOG_LIKELIHOOD_GRADIENT } from "../operations/bernoulliLogLikelihood";
import { type ArrayTensor, arrayKernel } from "./arrayKernel";

/** Factors of at most 2 multiplied before a logarithm is taken: 2⁵¹² is far from float64's largest number. */
const FACTORS_PER_LOG = 512;

type Inputs = Record<"logits" | "x", ArrayTensor>;

/**
 * Σ x·l − softplus(l) with softplus(l) = max(l, 0) + log(1 + e^{−|l|}). The logarithms of a run of pixels are one logarithm
 * of the product of their arguments, each in (1, 2]; float64 keeps what that costs below 1e-13 nats per image.
 */
export const bernoulliLogLikelihoodKernel = arrayKernel<Inputs>(BERNOULLI_LOG_LIKELIHOOD, ({ logits, x }) => {
  const [rows, pixels] = logits.shape;
  const values = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    const image = (row * pixels) % x.values.length;
    let sum = 0;
    for (let start = 0; start < pixels; start += FACTORS_PER_LOG) {
      sum += runOfPixels(logits.values, row * pixels + start, x.values, image + start, Math.min(FACTORS_PER_LOG, pixels - start));
    }
    values[row] = sum;
  }
  return { shape: [rows], values };
});

function runOfPixels(logits: Float32Array, logitsAt: number, x: Float32Array, xAt: number, count: number): number {
  let linear = 0;
  let product = 1;
  for (let i = 0; i < count; i++) {
    const logit = logits[logitsAt + i];
    linear += x[xAt + i] * logit - Math.max(logit, 0);
    product *= 1 + Math.exp(-Math.abs(logit));
  }
  return linear - Math.log(product);
}

/** (x − σ(l))·dy, dy [rows]. */
export const bernoulliLogLikelihoodGradientKernel = arrayKernel<Inputs & { dy: ArrayTensor }>(
  BERNOULLI_LOG_LIKELIHOOD_GRADIENT,
  ({ dy, logits, x }) => {
    const [rows, pixels] = logits.shape;
    const values = new Float32Array(rows * pixels);
    for (let row = 0; row < rows; row++) {
      gradientRow(values, row * pixels, logits.values, x.values, (row * pixels) % x.values.length, pixels, dy.values[row]);
    }
    return { shape: logits.shape, values };
  },
);

function gradientRow(out: Float32Array, at: number, logits: Float32Array, x: Float32Array, xAt: number, pixels: number, dy: number): void {
  for (let i = 0; i < pixels; i++) out[at + i] = (x[xAt + i] - 1 / (1 + Math.exp(-logits[at + i]))) * dy;
}
