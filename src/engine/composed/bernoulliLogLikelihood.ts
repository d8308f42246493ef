import { abs, add, exp, expandDims, log1p, mul, neg, relu, reshape, sigmoid, sub, sum, type Tensor } from "@tensorflow/tfjs-core";
import { BERNOULLI_LOG_LIKELIHOOD, BERNOULLI_LOG_LIKELIHOOD_GRADIENT } from "../operations/bernoulliLogLikelihood";
import { composedKernel } from "./composedKernel";

/** logits [K·B, X] as [K, B, X], over which x [B, X] broadcasts. */
function bySample(logits: Tensor, x: Tensor): Tensor {
  const [batch, pixels] = x.shape;
  return reshape(logits, [logits.shape[0] / batch, batch, pixels]);
}

/** Σ x·l − softplus(l), softplus(l) = max(l, 0) + log(1 + e^{−|l|}). */
export const bernoulliLogLikelihoodKernel = composedKernel<"logits" | "x">(BERNOULLI_LOG_LIKELIHOOD, ({ logits, x }) => {
  const l = bySample(logits, x);
  const softplus = add(relu(l), log1p(exp(neg(abs(l)))));
  return reshape(sum(sub(mul(l, x), softplus), 2), [logits.shape[0]]);
});

export const bernoulliLogLikelihoodGradientKernel = composedKernel<"dy" | "logits" | "x">(
  BERNOULLI_LOG_LIKELIHOOD_GRADIENT,
  ({ dy, logits, x }) => {
    const residual = sub(x, sigmoid(bySample(logits, x)));
    return mul(reshape(residual, logits.shape), expandDims(dy, 1));
  },
);
