import { BERNOULLI_LOG_LIKELIHOOD, BERNOULLI_LOG_LIKELIHOOD_GRADIENT } from "../../operations/bernoulliLogLikelihood";
import { type FloatTensor, floatKernel } from "../floatKernel";

type Inputs = Record<"logits" | "x", FloatTensor>;

export const bernoulliLogLikelihoodKernel = floatKernel<Inputs>(BERNOULLI_LOG_LIKELIHOOD, ({ machine, output }, { logits, x }) => {
  const [rows, pixels] = logits.shape;
  const out = output([rows]);
  machine.kernels.bernoulli(logits.address, x.address, out.address, rows, x.shape[0], pixels);
  return out;
});

export const bernoulliLogLikelihoodGradientKernel = floatKernel<Inputs & Record<"dy", FloatTensor>>(
  BERNOULLI_LOG_LIKELIHOOD_GRADIENT,
  ({ machine, output }, { dy, logits, x }) => {
    const [rows, pixels] = logits.shape;
    const out = output(logits.shape);
    machine.kernels.bernoulliGradient(logits.address, x.address, dy.address, out.address, rows, x.shape[0], pixels);
    return out;
  },
);
