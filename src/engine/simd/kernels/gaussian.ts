import { GAUSSIAN_KL, GAUSSIAN_KL_LOG_VARIANCE_GRADIENT } from "../../operations/gaussianKl";
import { REPARAMETERIZE, REPARAMETERIZE_LOG_VARIANCE_GRADIENT } from "../../operations/reparameterize";
import { type FloatTensor, floatKernel } from "../floatKernel";

export const gaussianKlKernel = floatKernel<Record<"mean" | "logVariance", FloatTensor>>(
  GAUSSIAN_KL,
  ({ machine, output }, { mean, logVariance }) => {
    const out = output(mean.shape);
    machine.kernels.gaussianKl(mean.address, logVariance.address, out.address, out.size);
    return out;
  },
);

export const gaussianKlLogVarianceGradientKernel = floatKernel<Record<"dy" | "logVariance", FloatTensor>>(
  GAUSSIAN_KL_LOG_VARIANCE_GRADIENT,
  ({ machine, output }, { dy, logVariance }) => {
    const out = output(dy.shape);
    machine.kernels.gaussianKlLogVarianceGradient(dy.address, logVariance.address, out.address, out.size);
    return out;
  },
);

export const reparameterizeKernel = floatKernel<Record<"mean" | "logVariance" | "noise", FloatTensor>>(
  REPARAMETERIZE,
  ({ machine, output }, { mean, logVariance, noise }) => {
    const out = output(noise.shape);
    machine.kernels.reparameterize(mean.address, logVariance.address, noise.address, out.address, noise.shape[0], mean.size);
    return out;
  },
);

export const reparameterizeLogVarianceGradientKernel = floatKernel<Record<"dz" | "logVariance" | "noise", FloatTensor>>(
  REPARAMETERIZE_LOG_VARIANCE_GRADIENT,
  ({ machine, output }, { dz, logVariance, noise }) => {
    const out = output(logVariance.shape);
    const { reparameterizeLogVarianceGradient } = machine.kernels;
    reparameterizeLogVarianceGradient(dz.address, logVariance.address, noise.address, out.address, noise.shape[0], out.size);
    return out;
  },
);
