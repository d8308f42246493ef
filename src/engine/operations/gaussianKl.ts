import { engine, type GradConfig, mul, type Tensor, type Tensor2D, util } from "@tensorflow/tfjs-core";

/** Kernel: inputs mean, logVariance. */
export const GAUSSIAN_KL = "GaussianKl";
/** Kernel: inputs dy, logVariance → the gradient of logVariance. */
export const GAUSSIAN_KL_LOG_VARIANCE_GRADIENT = "GaussianKlLogVarianceGradient";

/** KL(N(μ, σ²) ‖ N(0, 1)) = ½(μ² + σ² − 1 − log σ²) per dimension, in nats: both inputs [B, D] → [B, D] (Kingma & Welling, 2014, B). */
export function gaussianKl(mean: Tensor2D, logVariance: Tensor2D): Tensor2D {
  const [a, b] = [mean.shape, logVariance.shape];
  util.assert(util.arraysEqual(a, b), () => `gaussianKl: mean has shape [${a}] and logVariance [${b}]; they must agree`);
  return engine().runKernel<Tensor2D>(GAUSSIAN_KL, { mean, logVariance });
}

/** dμ = μ; dlog σ² = ½(σ² − 1). */
export const gaussianKlGradient: GradConfig = {
  kernelName: GAUSSIAN_KL,
  inputsToSave: ["mean", "logVariance"],
  gradFunc: (dy, saved) => {
    const [mean, logVariance] = saved;
    return {
      mean: () => mul(dy as Tensor, mean),
      logVariance: () => engine().runKernel<Tensor>(GAUSSIAN_KL_LOG_VARIANCE_GRADIENT, { dy: dy as Tensor, logVariance }),
    };
  },
};
