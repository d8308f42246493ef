import {
  abs,
  add,
  clipByValue,
  div,
  engine,
  exp,
  type GradConfig,
  maximum,
  mul,
  neg,
  sign,
  square,
  sub,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  util,
} from "@tensorflow/tfjs-core";
import { polynomial } from "./polynomial";

/** Kernel: inputs logits, x. */
export const CONTINUOUS_BERNOULLI_LOG_LIKELIHOOD = "ContinuousBernoulliLogLikelihood";
/** Kernel: inputs dy, logits, x. */
export const CONTINUOUS_BERNOULLI_LOG_LIKELIHOOD_GRADIENT = "ContinuousBernoulliLogLikelihoodGradient";

/**
 * Σ over pixels of the log-density of the continuous Bernoulli, in nats (Loaiza-Ganem & Cunningham 2019): x·l − softplus(l) + log C(l) with
 * C(l) = l / tanh(l/2), which is x·l − max(l, 0) − log((1 − e^{−|l|})/|l|), or (x − ½)·l − log(sinh(l/2)/(l/2)), and log 1 = 0 at l = 0.
 *
 * logits [K·B, X] with row k·B + b, x [B, X] in [0, 1] → [K·B]. Differentiable in the logits only; a gradient asked of x is an error.
 */
export function continuousBernoulliLogLikelihood(logits: Tensor2D, x: Tensor2D): Tensor1D {
  const [[rows, pixels], [batch, pixelsOfX]] = [logits.shape, x.shape];
  const fits = pixels === pixelsOfX && (rows === 0 || rows % batch === 0);
  util.assert(fits, () => `continuousBernoulliLogLikelihood: logits [${logits.shape}] do not fit x [${x.shape}]`);
  return engine().runKernel<Tensor1D>(CONTINUOUS_BERNOULLI_LOG_LIKELIHOOD, { logits, x });
}

/** d/dl = x − mean(l). */
export const continuousBernoulliLogLikelihoodGradient: GradConfig = {
  kernelName: CONTINUOUS_BERNOULLI_LOG_LIKELIHOOD,
  inputsToSave: ["logits", "x"],
  gradFunc: (dy, saved) => {
    const [logits, x] = saved;
    const inputs = { dy: dy as Tensor, logits, x };
    return { logits: () => engine().runKernel<Tensor>(CONTINUOUS_BERNOULLI_LOG_LIKELIHOOD_GRADIENT, inputs) };
  },
};

/** Where the series of the mean ends and its closed form begins. */
const JOIN = 1;
/** mean(l) = ½ + l Σ c_i l²ⁱ; up to the join, the next term is below 6e-10. */
const MEAN_ABOVE_HALF = [1 / 12, -1 / 720, 1 / 30240, -1 / 1209600, 1 / 47900160];

/**
 * The mean of the continuous Bernoulli with logits l, 1/(1 − e^{−l}) − 1/l, ½ at l = 0; elementwise. Its part above ½ is odd in l:
 * series(min(|l|, 1)) + closed(max(|l|, 1)) − closed(1), which needs no branch and divides by nothing near 0.
 */
export function continuousBernoulliMean<T extends Tensor>(logits: T): T {
  const near = clipByValue(logits, -JOIN, JOIN);
  const far = maximum(abs(logits), JOIN);
  const closed = sub(div(1, sub(1, exp(neg(far)))), div(1, far));
  const atJoin = 1 / (1 - Math.exp(-JOIN)) - 1 / JOIN;
  const beyond = mul(sign(logits), sub(closed, atJoin));
  return add(add(mul(polynomial(MEAN_ABOVE_HALF, square(near)), near), 0.5), beyond) as T;
}
