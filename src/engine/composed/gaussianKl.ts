import { add, expm1, mul, square, sub } from "@tensorflow/tfjs-core";
import { GAUSSIAN_KL, GAUSSIAN_KL_LOG_VARIANCE_GRADIENT } from "../operations/gaussianKl";
import { composedKernel } from "./composedKernel";

export const gaussianKlKernel = composedKernel<"mean" | "logVariance">(GAUSSIAN_KL, ({ mean, logVariance }) =>
  mul(add(square(mean), sub(expm1(logVariance), logVariance)), 0.5),
);

export const gaussianKlLogVarianceGradientKernel = composedKernel<"dy" | "logVariance">(
  GAUSSIAN_KL_LOG_VARIANCE_GRADIENT,
  ({ dy, logVariance }) => mul(mul(dy, expm1(logVariance)), 0.5),
);
