import { reshape, sigmoid, type Tensor2D, type Tensor3D } from "@tensorflow/tfjs-core";
import { bernoulliLogLikelihood } from "../engine/operations/bernoulliLogLikelihood";

/**
 * Σ_pixels log Bernoulli(x; σ(logits)) in nats, from logits; logits [K·B, X] (row k·B + b) and x [B, X] → [K, B].
 * With grey x it is the negative cross-entropy, the expected log-likelihood of x's binarizations.
 */
export function bernoulliLogProb(logits: Tensor2D, x: Tensor2D): Tensor2D {
  const batch = x.shape[0];
  return reshape(bernoulliLogLikelihood(logits, x), [logits.shape[0] / batch, batch]);
}

/** E[x] = σ(logits). */
export function bernoulliMean<T extends Tensor2D | Tensor3D>(logits: T): T {
  return sigmoid(logits);
}
