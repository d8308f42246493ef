import { Add, AddN, backend_util, EluGrad, Maximum, Minimum, Multiply, RealDiv, SquaredDifference, Sub } from "@tensorflow/tfjs-core";
import type { Kernel } from "../../cpu/arrayKernel";
import { CLAMP_PASSING_GRADIENT, type ClampAttributes } from "../../operations/clampPassing";
import { type FloatTensor, floatKernel } from "../floatKernel";
import type { Machine } from "../machine";
import { type BroadcastAxis, broadcastAxes } from "./broadcast";

/** In the order of assembly/binary.ts, where the gradients follow. */
const FUNCTIONS = [Add, Sub, Multiply, RealDiv, Maximum, Minimum, SquaredDifference];
const ADD = FUNCTIONS.indexOf(Add);
const WHERE_WITHIN = FUNCTIONS.length;
const ELU_GRADIENT = WHERE_WITHIN + 1;

const ONCE: BroadcastAxis = { size: 1, aStride: 0, bStride: 0 };
const EVERYWHERE: [number, number] = [0, 0];

/** tfjs's functions of two tensors, of which either is broadcast; NaN where either is. */
export const BINARY_KERNELS: readonly Kernel[] = [
  ...FUNCTIONS.map((name, operation) =>
    floatKernel<Record<"a" | "b", FloatTensor>>(name, ({ machine, output }, { a, b }) => {
      const out = output(backend_util.assertAndGetBroadcastShape(a.shape, b.shape));
      if (out.size > 0) run(machine, operation, a.address, b.address, out.address, broadcastAxes(a.shape, b.shape, out.shape), EVERYWHERE);
      return out;
    }),
  ),
  floatKernel<Record<"dy" | "y", FloatTensor>>(EluGrad, ({ machine, output }, { dy, y }) => {
    const out = output(y.shape);
    run(machine, ELU_GRADIENT, dy.address, y.address, out.address, along(y), EVERYWHERE);
    return out;
  }),
  floatKernel<Record<"dy" | "x", FloatTensor>, ClampAttributes>(CLAMP_PASSING_GRADIENT, ({ machine, output }, { dy, x }, { low, high }) => {
    const out = output(x.shape);
    run(machine, WHERE_WITHIN, dy.address, x.address, out.address, along(x), [low, high]);
    return out;
  }),
];

/** tfjs's sum of tensors of one shape. */
export const addNKernel = floatKernel<Record<string, FloatTensor>>(AddN, ({ machine, output }, inputs) => {
  const [first, ...others] = Object.values(inputs);
  const out = output(first.shape);
  let sum = first.address;
  for (const other of others) {
    run(machine, ADD, sum, other.address, out.address, along(first), EVERYWHERE);
    sum = out.address;
  }
  if (others.length === 0) machine.bytes().copyWithin(out.address, sum, sum + 4 * first.size);
  return out;
});

/** Both operands along all numbers of `x`. */
function along({ size }: FloatTensor): BroadcastAxis[] {
  return [{ size, aStride: 1, bStride: 1 }];
}

/** The kernel itself knows three axes; what lies outside of them is gone through here. */
function run(
  machine: Machine,
  operation: number,
  a: number,
  b: number,
  out: number,
  axes: BroadcastAxis[],
  limits: [number, number],
): void {
  if (axes.length > 3) {
    const [{ size, aStride, bStride }, ...inner] = axes;
    const outStride = inner.reduce((product, axis) => product * axis.size, 1);
    for (let i = 0; i < size; i++)
      run(machine, operation, a + 4 * i * aStride, b + 4 * i * bStride, out + 4 * i * outStride, inner, limits);
    return;
  }
  const [outer, rows, columns] = [ONCE, ONCE, ONCE, ...axes].slice(-3);
  const aStrides = [outer.aStride, rows.aStride, columns.aStride] as const;
  const bStrides = [outer.bStride, rows.bStride, columns.bStride] as const;
  machine.kernels.binary(operation, a, b, out, outer.size, rows.size, columns.size, ...aStrides, ...bStrides, ...limits);
}
