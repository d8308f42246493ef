import { REPARAMETERIZE, REPARAMETERIZE_LOG_VARIANCE_GRADIENT } from "../operations/reparameterize";
import { type ArrayTensor, arrayKernel } from "./arrayKernel";

export const reparameterizeKernel = arrayKernel<Record<"mean" | "logVariance" | "noise", ArrayTensor>>(
  REPARAMETERIZE,
  ({ mean, logVariance, noise }) => {
    const scale = Float64Array.from(logVariance.values, (value) => Math.exp(0.5 * value));
    const values = new Float32Array(noise.values.length);
    for (let start = 0; start < values.length; start += scale.length) {
      for (let i = 0; i < scale.length; i++) values[start + i] = mean.values[i] + noise.values[start + i] * scale[i];
    }
    return { shape: noise.shape, values };
  },
);

export const reparameterizeLogVarianceGradientKernel = arrayKernel<Record<"dz" | "logVariance" | "noise", ArrayTensor>>(
  REPARAMETERIZE_LOG_VARIANCE_GRADIENT,
  ({ dz, logVariance, noise }) => {
    const sums = new Float64Array(logVariance.values.length);
    for (let start = 0; start < dz.values.length; start += sums.length) {
      for (let i = 0; i < sums.length; i++) sums[i] += dz.values[start + i] * noise.values[start + i];
    }
    const values = Float32Array.from(sums, (sum, i) => 0.5 * sum * Math.exp(0.5 * logVariance.values[i]));
    return { shape: logVariance.shape, values };
  },
);
