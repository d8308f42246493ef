import { add, exp, mul, reshape, sigmoid, square, sub, sum, type Tensor, type Tensor1D } from "@tensorflow/tfjs-core";
import type { Likelihood } from "./likelihood";

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/**
 * x ~ N(σ(logits), σ²) for each pixel, with one log σ for all: a number, or a tensor [1] that is learned. Draws are not clipped: they may lie
 * outside [0, 1], as the density says.
 */
export function gaussian(logSigma: number | Tensor1D): Likelihood {
  return {
    logProb(logits, x) {
      const [batch, pixels] = x.shape;
      const residual = sub(x, reshape(sigmoid(logits), [logits.shape[0] / batch, batch, pixels]));
      const misfit = mul(sum(square(residual), 2), mul(exp(mul(logSigma, -2)), -0.5));
      return sub(misfit, mul(add(logSigma, HALF_LOG_TWO_PI), pixels));
    },
    mean: sigmoid,
    noise: "normal",
    sample: <T extends Tensor>(logits: T, noise: Tensor) => add(sigmoid(logits), mul(noise, exp(logSigma))) as T,
  };
}
