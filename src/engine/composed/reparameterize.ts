import { add, exp, mul, sum } from "@tensorflow/tfjs-core";
import { REPARAMETERIZE, REPARAMETERIZE_LOG_VARIANCE_GRADIENT } from "../operations/reparameterize";
import { composedKernel } from "./composedKernel";

export const reparameterizeKernel = composedKernel<"mean" | "logVariance" | "noise">(REPARAMETERIZE, ({ mean, logVariance, noise }) =>
  add(mul(noise, exp(mul(logVariance, 0.5))), mean),
);

export const reparameterizeLogVarianceGradientKernel = composedKernel<"dz" | "logVariance" | "noise">(
  REPARAMETERIZE_LOG_VARIANCE_GRADIENT,
  ({ dz, logVariance, noise }) => mul(sum(mul(dz, noise), 0), mul(exp(mul(logVariance, 0.5)), 0.5)),
);
