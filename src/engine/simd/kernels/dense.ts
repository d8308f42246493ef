import type { InvertibleActivation } from "../../operations/activation";
import { ACTIVATION_GRADIENT, DENSE, type DenseAttributes } from "../../operations/dense";
import { type FloatTensor, floatKernel } from "../floatKernel";
import { multiply } from "./matrixProduct";

/** The activations as assembly/activation.ts numbers them. */
const ACTIVATION_NUMBERS: Record<InvertibleActivation, number> = { linear: 0, relu: 1, tanh: 2, elu: 3, softplus: 4 };

/** f(x·W + b): the bias is where the sums start, and the activation is applied to each block of rows as it is finished. */
export const denseKernel = floatKernel<Record<"x" | "weight" | "bias", FloatTensor>, DenseAttributes>(
  DENSE,
  ({ machine, output }, { x, weight, bias }, { activation }) => {
    const [m, k] = x.shape;
    const n = weight.shape[1];
    const out = output([m, n]);
    const finish = { bias: bias.address, activation: ACTIVATION_NUMBERS[activation] };
    multiply(machine, x.address, weight.address, out.address, { m, n, k, transposeA: false, transposeB: false }, finish);
    return out;
  },
);

/** dy·f′, with f′ from the output y. */
export const activationGradientKernel = floatKernel<Record<"dy" | "y", FloatTensor>, DenseAttributes>(
  ACTIVATION_GRADIENT,
  ({ machine, output }, { dy, y }, { activation }) => {
    const out = output(dy.shape);
    machine.kernels.activationGradient(dy.address, y.address, out.address, dy.size, ACTIVATION_NUMBERS[activation]);
    return out;
  },
);
