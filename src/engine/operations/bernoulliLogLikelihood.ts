import { engine, type GradConfig, type Tensor, type Tensor1D, type Tensor2D, util } from "@tensorflow/tfjs-core";

/** Kernel: inputs logits, x. */
export const BERNOULLI_LOG_LIKELIHOOD = "BernoulliLogLikelihood";
/** Kernel: inputs dy, logits, x. */
export const BERNOULLI_LOG_LIKELIHOOD_GRADIENT = "BernoulliLogLikelihoodGradient";

/**
 * Σ over pixels of log Bernoulli(x; σ(l)) = x·l − softplus(l), in nats, straight from the logits l so that nothing saturates.
 *
 * logits [K·B, X] with row k·B + b, x [B, X] in {0, 1} or grey in [0, 1] → [K·B]. Differentiable in the logits only;
 * a gradient asked of x is an error.
 */
export function bernoulliLogLikelihood(logits: Tensor2D, x: Tensor2D): Tensor1D {
  const [[rows, pixels], [batch, pixelsOfX]] = [logits.shape, x.shape];
  util.assert(pixels === pixelsOfX, () => `bernoulliLogLikelihood: logits have ${pixels} columns and x ${pixelsOfX}; they must agree`);
  const isMultiple = rows === 0 || rows % batch === 0;
  util.assert(isMultiple, () => `bernoulliLogLikelihood: logits have ${rows} rows and x ${batch}; the first must be a multiple`);
  return engine().runKernel<Tensor1D>(BERNOULLI_LOG_LIKELIHOOD, { logits, x });
}

/** d/dl = x − σ(l). */
export const bernoulliLogLikelihoodGradient: GradConfig = {
  kernelName: BERNOULLI_LOG_LIKELIHOOD,
  inputsToSave: ["logits", "x"],
  gradFunc: (dy, saved) => {
    const [logits, x] = saved;
    return { logits: () => engine().runKernel<Tensor>(BERNOULLI_LOG_LIKELIHOOD_GRADIENT, { dy: dy as Tensor, logits, x }) };
  },
};
