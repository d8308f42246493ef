import { cast, less, reshape, sigmoid, type Tensor } from "@tensorflow/tfjs-core";
import { bernoulliLogLikelihood } from "../engine/operations/bernoulliLogLikelihood";
import type { Likelihood } from "./likelihood";

/**
 * x ~ Bernoulli(σ(logits)), straight from logits. With grey x, `logProb` is the negative cross-entropy, the expected log-likelihood of x's
 * binarizations.
 */
export const bernoulli: Likelihood = {
  logProb(logits, x) {
    const batch = x.shape[0];
    return reshape(bernoulliLogLikelihood(logits, x), [logits.shape[0] / batch, batch]);
  },
  mean: sigmoid,
  noise: "uniform",
  sample: <T extends Tensor>(logits: T, noise: Tensor) => cast(less(noise, sigmoid(logits)), "float32") as T,
};
