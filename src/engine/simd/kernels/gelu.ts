import { GELU, GELU_GRADIENT } from "../../operations/gelu";
import { type FloatTensor, floatKernel } from "../floatKernel";

export const geluKernel = floatKernel<Record<"x", FloatTensor>>(GELU, ({ machine, output }, { x }) => {
  const out = output(x.shape);
  machine.kernels.gelu(x.address, out.address, out.size);
  return out;
});

export const geluGradientKernel = floatKernel<Record<"dy" | "x", FloatTensor>>(GELU_GRADIENT, ({ machine, output }, { dy, x }) => {
  const out = output(x.shape);
  machine.kernels.geluGradient(dy.address, x.address, out.address, out.size);
  return out;
});
