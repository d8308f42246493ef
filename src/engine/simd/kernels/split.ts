import { backend_util, SplitV, type SplitVAttrs, util } from "@tensorflow/tfjs-core";
import { type FloatTensor, floatKernel } from "../floatKernel";
import { copyPart } from "./slice";

/** tfjs's parting of a tensor along one axis. */
export const splitKernel = floatKernel<{ x: FloatTensor }, SplitVAttrs>(SplitV, ({ machine, output }, { x }, attributes) => {
  const [axis] = util.parseAxisParam(attributes.axis, x.shape);
  const sizes = backend_util.prepareSplitSize(x, attributes.numOrSizeSplits, axis);
  const parts = sizes.map((size) => output(x.shape.map((side, i) => (i === axis ? size : side))));
  let start = 0;
  for (const { address, shape, size } of parts) {
    const begin = shape.map((_, i) => (i === axis ? start : 0));
    if (size > 0) copyPart(machine.bytes(), x.address, address, x.shape, begin, shape);
    start += shape[axis];
  }
  return parts;
});
