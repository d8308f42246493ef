import { engine, exp, type GradConfig, mul, reshape, type Tensor, type Tensor2D, type Tensor3D, util } from "@tensorflow/tfjs-core";
import { columnSums } from "./columnSums";

/** Kernel: inputs mean, logVariance, noise. */
export const REPARAMETERIZE = "Reparameterize";
/** Kernel: inputs dz, logVariance, noise → the gradient of logVariance. */
export const REPARAMETERIZE_LOG_VARIANCE_GRADIENT = "ReparameterizeLogVarianceGradient";

/**
 * z = mean + noise·exp(½ logVariance): mean and logVariance [B, D], noise [K, B, D] → [K, B, D] (Kingma & Welling, 2014, §2.4).
 * Differentiable in all three: noise that a flow has moved has a gradient too. Where exp(½ logVariance) is taken in float32 (SIMD and WebGL) it is infinite
 * for a logVariance above 177 and zero below −174, which the cpu engine's float64 is not.
 */
export function reparameterize(mean: Tensor2D, logVariance: Tensor2D, noise: Tensor3D): Tensor3D {
  const shape = noise.shape.slice(1);
  for (const [name, moment] of Object.entries({ mean, logVariance })) {
    const message = () => `reparameterize: ${name} has shape [${moment.shape}] and each sample of noise [${shape}]; they must agree`;
    util.assert(util.arraysEqual(moment.shape, shape), message);
  }
  return engine().runKernel<Tensor3D>(REPARAMETERIZE, { mean, logVariance, noise });
}

/** dmean = Σ_k dz; dlogVariance = Σ_k dz·noise·½·exp(½ logVariance); dnoise = dz·exp(½ logVariance). */
export const reparameterizeGradient: GradConfig = {
  kernelName: REPARAMETERIZE,
  inputsToSave: ["logVariance", "noise"],
  gradFunc: (dy, saved) => {
    const dz = dy as Tensor3D;
    const [logVariance, noise] = saved;
    const [samples, batch, dimensions] = dz.shape;
    return {
      mean: () =>
        samples === 1
          ? reshape(dz, [batch, dimensions])
          : reshape(columnSums(reshape(dz, [samples, batch * dimensions])), [batch, dimensions]),
      logVariance: () => engine().runKernel<Tensor>(REPARAMETERIZE_LOG_VARIANCE_GRADIENT, { dz, logVariance, noise }),
      noise: () => mul(dz, exp(mul(0.5, logVariance))),
    };
  },
};
