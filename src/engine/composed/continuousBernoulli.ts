import {
  abs,
  add,
  clipByValue,
  div,
  exp,
  expandDims,
  log,
  maximum,
  mul,
  neg,
  reshape,
  square,
  sub,
  sum,
  type Tensor,
} from "@tensorflow/tfjs-core";
import {
  CONTINUOUS_BERNOULLI_LOG_LIKELIHOOD,
  CONTINUOUS_BERNOULLI_LOG_LIKELIHOOD_GRADIENT,
  continuousBernoulliMean,
} from "../operations/continuousBernoulli";
import { polynomial } from "../operations/polynomial";
import { composedKernel } from "./composedKernel";

/** WebGL's expm1 is exp − 1, so that near 0 the logarithm needs its series: up to |l| = 1, as log(sinh(l/2)/(l/2)) = Σ c_i l²ⁱ⁺² to 3e-9. */
const JOIN = 1;
const LOG_SINHC = [1 / 24, -1 / 2880, 1 / 181440, -1 / 9676800];

/** logits [K·B, X] as [K, B, X], over which x [B, X] broadcasts. */
function bySample(logits: Tensor, x: Tensor): Tensor {
  const [batch, pixels] = x.shape;
  return reshape(logits, [logits.shape[0] / batch, batch, pixels]);
}

/** series(min(|l|, 1)) + closed(max(|l|, 1)) − closed(1), closed(a) = a/2 + log((1 − e^{−a})/a). */
function logSinhcOfHalf(logits: Tensor): Tensor {
  const size = abs(logits);
  const near = square(clipByValue(size, 0, JOIN));
  const far = maximum(size, JOIN);
  const closed = add(mul(far, 0.5), log(div(sub(1, exp(neg(far))), far)));
  const atJoin = JOIN / 2 + Math.log((1 - Math.exp(-JOIN)) / JOIN);
  return add(mul(polynomial(LOG_SINHC, near), near), sub(closed, atJoin));
}

/** Σ (x − ½)·l − log(sinh(l/2)/(l/2)). */
export const continuousBernoulliKernel = composedKernel<"logits" | "x">(CONTINUOUS_BERNOULLI_LOG_LIKELIHOOD, ({ logits, x }) => {
  const l = bySample(logits, x);
  return reshape(sum(sub(mul(sub(x, 0.5), l), logSinhcOfHalf(l)), 2), [logits.shape[0]]);
});

export const continuousBernoulliGradientKernel = composedKernel<"dy" | "logits" | "x">(
  CONTINUOUS_BERNOULLI_LOG_LIKELIHOOD_GRADIENT,
  ({ dy, logits, x }) => {
    const residual = sub(x, continuousBernoulliMean(bySample(logits, x)));
    return mul(reshape(residual, logits.shape), expandDims(dy, 1));
  },
);
