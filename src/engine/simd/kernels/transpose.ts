import { Transpose, type TransposeAttrs, util } from "@tensorflow/tfjs-core";
import { type FloatTensor, floatKernel } from "../floatKernel";

/** The axes of a result: how many numbers, and how far apart they lie in the input. */
interface Axis {
  size: number;
  stride: number;
}

/** tfjs's exchange of axes. */
export const transposeKernel = floatKernel<{ x: FloatTensor }, TransposeAttrs>(Transpose, ({ machine, output }, { x }, { perm }) => {
  const out = output(perm.map((axis) => x.shape[axis]));
  const axes = perm.map((axis) => ({ size: x.shape[axis], stride: util.sizeFromShape(x.shape.slice(axis + 1)) }));
  copy(machine.floats(), x.address / 4, out.address / 4, axes);
  return out;
});

/** Writes the numbers in the order of the result; returns where the next one goes. */
function copy(floats: Float32Array, from: number, to: number, [{ size, stride }, ...inner]: Axis[]): number {
  if (inner.length === 0) {
    for (let i = 0; i < size; i++) floats[to + i] = floats[from + i * stride];
    return to + size;
  }
  let next = to;
  for (let i = 0; i < size; i++) next = copy(floats, from + i * stride, next, inner);
  return next;
}
