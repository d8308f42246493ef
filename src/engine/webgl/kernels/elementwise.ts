import {
  Add,
  backend_util,
  Cast,
  type CastAttrs,
  type KernelConfig,
  Maximum,
  Minimum,
  Multiply,
  Neg,
  RealDiv,
  Reshape,
  type ReshapeAttrs,
  Sqrt,
  Square,
  Sub,
  type TensorInfo,
  util,
} from "@tensorflow/tfjs-core";
import { here, type Operand, repeated } from "../expression";
import type { WebglBackend } from "../webglBackend";
import { type Kernel, lazyKernel, webglKernel } from "../webglKernel";

/** tfjs's kernels that cost it uploads of constants, or packing back and forth. */

/** GLSL of p and q. A NaN on either side stays one. */
const BINARY: Record<string, (p: string, q: string) => string> = {
  [Add]: (p, q) => `${p} + ${q}`,
  [Sub]: (p, q) => `${p} - ${q}`,
  [Multiply]: (p, q) => `${p} * ${q}`,
  [RealDiv]: (p, q) => `${p} / ${q}`,
  [Maximum]: (p, q) => `mix(mix(max(${p}, ${q}), ${q}, notEqual(${q}, ${q})), ${p}, notEqual(${p}, ${p}))`,
  [Minimum]: (p, q) => `mix(mix(min(${p}, ${q}), ${q}, notEqual(${q}, ${q})), ${p}, notEqual(${p}, ${p}))`,
};

const UNARY: Record<string, (p: string) => string> = {
  [Neg]: (p) => `-${p}`,
  [Sqrt]: (p) => `sqrt(${p})`,
  [Square]: (p) => `${p} * ${p}`,
};

const isOne = ({ shape }: TensorInfo): boolean => shape.every((n) => n === 1);

/** A number that the processor knows. */
const isHost = (backend: WebglBackend, tensor: TensorInfo): boolean => backend.hostScalar(tensor) !== null;

const isFloat = ({ dtype }: TensorInfo): boolean => dtype === "float32";

function operandOf(tensor: TensorInfo, shape: number[]): Operand | null {
  if (util.arraysEqual(tensor.shape, shape)) return here(tensor);
  return isOne(tensor) ? repeated(tensor) : null;
}

const read = (name: string, { isHere }: Operand): string => (isHere ? name : `${name}(ivec2(0)).rrrr`);

/** Tensors of one shape, or one of them a single number; others, and two numbers that the processor knows, `otherwise` computes. */
function binaryKernel(otherwise: KernelConfig): Kernel {
  const value = BINARY[otherwise.kernelName];
  return lazyKernel<"a" | "b">(otherwise, (backend, { a, b }) => {
    if (!isFloat(a) || !isFloat(b) || (isHost(backend, a) && isHost(backend, b))) return null;
    const shape = backend_util.assertAndGetBroadcastShape(a.shape, b.shape);
    const [p, q] = [operandOf(a, shape), operandOf(b, shape)];
    if (p === null || q === null) return null;
    return {
      key: otherwise.kernelName,
      shape,
      operands: [p, q],
      glsl: ({ operands }) => value(read(operands[0], p), read(operands[1], q)),
    };
  });
}

function unaryKernel(otherwise: KernelConfig): Kernel {
  const value = UNARY[otherwise.kernelName];
  return lazyKernel<"x">(otherwise, (backend, { x }) => {
    if (!isFloat(x) || isHost(backend, x)) return null;
    return { key: otherwise.kernelName, shape: x.shape, operands: [here(x)], glsl: ({ operands: [p] }) => value(p) };
  });
}

/** What is still to be computed stays so under another shape, where that has the same numbers in the same texels. */
const reshapeKernel = (otherwise: KernelConfig): Kernel =>
  webglKernel<"x", ReshapeAttrs>(otherwise, (backend, { x }, { shape }) =>
    backend.isPending(x) ? backend.view(x, util.inferFromImplicitShape(shape, util.sizeFromShape(x.shape))) : null,
  );

const castKernel = (otherwise: KernelConfig): Kernel =>
  webglKernel<"x", CastAttrs>(otherwise, (backend, { x }, { dtype }) => (dtype === x.dtype ? backend.view(x, x.shape) : null));

/** The kernels of this file that take the place of tfjs's own. */
export const elementwiseKernel = (otherwise: KernelConfig): Kernel | null => {
  const { kernelName } = otherwise;
  if (kernelName === Reshape) return reshapeKernel(otherwise);
  if (kernelName === Cast) return castKernel(otherwise);
  if (kernelName in UNARY) return unaryKernel(otherwise);
  return kernelName in BINARY ? binaryKernel(otherwise) : null;
};
