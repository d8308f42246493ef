import { CONTINUOUS_BERNOULLI_LOG_LIKELIHOOD, CONTINUOUS_BERNOULLI_LOG_LIKELIHOOD_GRADIENT } from "../../operations/continuousBernoulli";
import { type FloatTensor, floatKernel } from "../floatKernel";

type Inputs = Record<"logits" | "x", FloatTensor>;

export const continuousBernoulliKernel = floatKernel<Inputs>(CONTINUOUS_BERNOULLI_LOG_LIKELIHOOD, ({ machine, output }, { logits, x }) => {
  const [rows, pixels] = logits.shape;
  const out = output([rows]);
  machine.kernels.continuousBernoulli(logits.address, x.address, out.address, rows, x.shape[0], pixels);
  return out;
});

export const continuousBernoulliGradientKernel = floatKernel<Inputs & Record<"dy", FloatTensor>>(
  CONTINUOUS_BERNOULLI_LOG_LIKELIHOOD_GRADIENT,
  ({ machine, output }, { dy, logits, x }) => {
    const [rows, pixels] = logits.shape;
    const out = output(logits.shape);
    machine.kernels.continuousBernoulliGradient(logits.address, x.address, dy.address, out.address, rows, x.shape[0], pixels);
    return out;
  },
);
