import { backend_util, Concat, type ConcatAttrs, Pack, type PackAttrs, util } from "@tensorflow/tfjs-core";
import type { Kernel } from "../../cpu/arrayKernel";
import { type FloatTensor, floatKernel } from "../floatKernel";
import type { Machine } from "../machine";

type Tensors = Record<string, FloatTensor>;

/** tfjs's joining of tensors: along an axis that they have, and along a new one. */
export const CONCAT_KERNELS: readonly Kernel[] = [
  floatKernel<Tensors, ConcatAttrs>(Concat, ({ machine, output }, inputs, attributes) => {
    const tensors = Object.values(inputs);
    const [axis] = util.parseAxisParam(attributes.axis, tensors[0].shape);
    const shapes = tensors.map(({ shape }) => shape);
    backend_util.assertParamsConsistent(shapes, axis);
    const out = output(backend_util.computeOutShape(shapes, axis));
    join(machine, tensors, out, util.sizeFromShape(out.shape.slice(0, axis)));
    return out;
  }),
  floatKernel<Tensors, PackAttrs>(Pack, ({ machine, output }, inputs, { axis }) => {
    const tensors = Object.values(inputs);
    const { shape } = tensors[0];
    for (const other of tensors) util.assertShapesMatch(shape, other.shape, "All tensors passed to stack must have matching shapes");
    const at = axis < 0 ? axis + shape.length + 1 : axis;
    const out = output([...shape.slice(0, at), tensors.length, ...shape.slice(at)]);
    join(machine, tensors, out, util.sizeFromShape(shape.slice(0, at)));
    return out;
  }),
];

/** Each tensor's share of each of the `outer` parts, one after the other. */
function join(machine: Machine, tensors: FloatTensor[], out: FloatTensor, outer: number): void {
  const bytes = machine.bytes();
  let to = out.address;
  for (let part = 0; part < outer; part++) {
    for (const { address, size } of tensors) {
      const share = (4 * size) / outer;
      bytes.copyWithin(to, address + part * share, address + (part + 1) * share);
      to += share;
    }
  }
}
