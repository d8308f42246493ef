import { GAUSSIAN_KL, GAUSSIAN_KL_LOG_VARIANCE_GRADIENT } from "../operations/gaussianKl";
import { type ArrayTensor, arrayKernel } from "./arrayKernel";

/** ½(μ² + (e^s − 1) − s) with s = log σ²: expm1 keeps the difference exact near the prior, where both terms vanish. */
export const gaussianKlKernel = arrayKernel<Record<"mean" | "logVariance", ArrayTensor>>(GAUSSIAN_KL, ({ mean, logVariance }) => {
  const values = new Float32Array(mean.values.length);
  for (let i = 0; i < values.length; i++) {
    const center = mean.values[i];
    const spread = logVariance.values[i];
    values[i] = 0.5 * (center * center + Math.expm1(spread) - spread);
  }
  return { shape: mean.shape, values };
});

export const gaussianKlLogVarianceGradientKernel = arrayKernel<Record<"dy" | "logVariance", ArrayTensor>>(
  GAUSSIAN_KL_LOG_VARIANCE_GRADIENT,
  ({ dy, logVariance }) => ({
    shape: dy.shape,
    values: dy.values.map((upstream, i) => 0.5 * upstream * Math.expm1(logVariance.values[i])),
  }),
);
