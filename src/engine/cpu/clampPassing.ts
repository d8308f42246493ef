import { CLAMP_PASSING, CLAMP_PASSING_GRADIENT, type ClampAttributes } from "../operations/clampPassing";
import { type ArrayTensor, arrayKernel } from "./arrayKernel";

export const clampPassingKernel = arrayKernel<{ x: ArrayTensor }, ClampAttributes>(
  CLAMP_PASSING,
  ({ x: { shape, values: x } }, { low, high }) => ({ shape, values: x.map((value) => Math.min(Math.max(value, low), high)) }),
);

export const clampPassingGradientKernel = arrayKernel<Record<"dy" | "x", ArrayTensor>, ClampAttributes>(
  CLAMP_PASSING_GRADIENT,
  ({ dy, x: { shape, values: x } }, { low, high }) => ({
    shape,
    values: dy.values.map((upstream, i) => (x[i] >= low && x[i] <= high ? upstream : 0)),
  }),
);
