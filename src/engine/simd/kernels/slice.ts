import { Slice, type SliceAttrs, slice_util, util } from "@tensorflow/tfjs-core";
import { type FloatTensor, floatKernel } from "../floatKernel";

/** tfjs's part of a tensor: `size` numbers of each axis from `begin` on, −1 for all that follow. */
export const sliceKernel = floatKernel<{ x: FloatTensor }, SliceAttrs>(Slice, ({ machine, output }, { x }, attributes) => {
  const [begin, size] = slice_util.parseSliceParams(x, attributes.begin, attributes.size);
  slice_util.assertParamsValid(x, begin, size);
  const out = output(size);
  if (out.size > 0) copyPart(machine.bytes(), x.address, out.address, x.shape, begin, size);
  return out;
});

/** From a tensor of `shape` at `from` to one of shape `size` at `to`, as many numbers at a time as stand next to each other. */
export function copyPart(bytes: Uint8Array, from: number, to: number, shape: number[], begin: number[], size: number[]): void {
  const [inner, innerSize] = [shape.slice(1), size.slice(1)];
  const stride = 4 * util.sizeFromShape(inner);
  const share = 4 * util.sizeFromShape(innerSize);
  const start = from + begin[0] * stride;
  if (share === stride) bytes.copyWithin(to, start, start + size[0] * share);
  else for (let i = 0; i < size[0]; i++) copyPart(bytes, start + i * stride, to + i * share, inner, begin.slice(1), innerSize);
}
