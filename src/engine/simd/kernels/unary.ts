import {
  Abs,
  ClipByValue,
  type ClipByValueAttrs,
  Elu,
  Exp,
  Expm1,
  Log,
  Log1p,
  Neg,
  Reciprocal,
  Relu,
  Rsqrt,
  Sigmoid,
  Softplus,
  Sqrt,
  Square,
  Step,
  type StepAttrs,
  Tanh,
} from "@tensorflow/tfjs-core";
import type { Kernel } from "../../cpu/arrayKernel";
import { CLAMP_PASSING, type ClampAttributes } from "../../operations/clampPassing";
import { type FloatTensor, floatKernel } from "../floatKernel";

/** In the order of assembly/unary.ts, where Step and the limits follow. */
const FUNCTIONS = [Abs, Neg, Square, Sqrt, Rsqrt, Reciprocal, Exp, Expm1, Log, Log1p, Tanh, Sigmoid, Softplus, Relu, Elu];
const STEP = FUNCTIONS.length;
const CLIP = STEP + 1;

/** tfjs's functions of one tensor, NaN for NaN; the errors are those of assembly/mathematics.ts. */
export const UNARY_KERNELS: readonly Kernel[] = [
  ...FUNCTIONS.map((name, operation) => unaryKernel(name, operation, () => [0, 0])),
  unaryKernel<StepAttrs>(Step, STEP, ({ alpha }) => [alpha, 0]),
  unaryKernel<ClipByValueAttrs>(ClipByValue, CLIP, ({ clipValueMin, clipValueMax }) => [clipValueMin, clipValueMax]),
  unaryKernel<ClampAttributes>(CLAMP_PASSING, CLIP, ({ low, high }) => [low, high]),
];

function unaryKernel<Attributes>(name: string, operation: number, limits: (attributes: Attributes) => [number, number]): Kernel {
  return floatKernel<{ x: FloatTensor }, Attributes>(name, ({ machine, output }, { x }, attributes) => {
    const out = output(x.shape);
    machine.kernels.unary(operation, x.address, out.address, x.size, ...limits(attributes));
    return out;
  });
}
