import {
  Add,
  backend_util,
  type KernelConfig,
  Maximum,
  Minimum,
  Multiply,
  RealDiv,
  Square,
  Sub,
  type TensorInfo,
  util,
} from "@tensorflow/tfjs-core";
import type { StepScalarAttributes, StepValueName } from "../../operations/stepScalar";
import type { Varying } from "../programs";
import type { WebglBackend } from "../webglBackend";
import { webglKernel } from "../webglKernel";
import { sumOfProducts } from "./product";

/** tfjs's kernels that cost it uploads of constants, or packing back and forth. */

/** GLSL of p and q. A NaN on either side stays one. */
const BINARY: Record<string, string> = {
  [Add]: "p + q",
  [Sub]: "p - q",
  [Multiply]: "p * q",
  [RealDiv]: "p / q",
  [Maximum]: "mix(mix(max(p, q), q, notEqual(q, q)), p, notEqual(p, p))",
  [Minimum]: "mix(mix(min(p, q), q, notEqual(q, q)), p, notEqual(p, p))",
};

const isOne = ({ shape }: TensorInfo): boolean => shape.every((n) => n === 1);

type Read = "whole" | "one" | "number";

const READ: Record<Read, (name: string, number: number) => string> = {
  whole: (name) => `texelFetch(${name}, at, 0)`,
  one: (name) => `vec4(texelFetch(${name}, ivec2(0), 0).r)`,
  number: (_, number) => `vec4(floats[${number}])`,
};

interface Operand {
  kind: Read;
  value: number;
  name?: StepValueName;
}

function operandOf(backend: WebglBackend, info: TensorInfo, shape: number[]): Operand | null {
  const pending = backend.pending(info);
  if (pending?.kind === "stepScalar") {
    const { name, value } = pending.attributes as unknown as StepScalarAttributes;
    return { kind: "number", value, name };
  }
  const value = backend.hostScalar(info);
  if (value !== null) return { kind: "number", value };
  if (isOne(info)) return { kind: "one", value: 0 };
  return util.arraysEqual(info.shape, shape) ? { kind: "whole", value: 0 } : null;
}

const varyingOf = (operands: readonly Operand[]): Varying[] =>
  operands.flatMap(({ name }, index) => (name === undefined ? [] : [{ list: "floats" as const, index, name }]));

/** Two numbers that are the same at every step: the processor is quicker. */
const isConstant = (p: Operand, q: Operand): boolean => [p, q].every(({ kind, name }) => kind === "number" && name === undefined);

/** Tensors of one shape, or one of them a single number; others, and what is small and not on the card, `otherwise` computes. */
function binaryKernel(otherwise: KernelConfig) {
  const expression = BINARY[otherwise.kernelName];
  return webglKernel<"a" | "b">(otherwise, (backend, { a, b }) => {
    if (a.dtype !== "float32" || b.dtype !== "float32") return null;
    const products = otherwise.kernelName === Add ? sumOfProducts(backend, a, b) : null;
    if (products !== null) return products;
    const shape = backend_util.assertAndGetBroadcastShape(a.shape, b.shape);
    const [p, q] = [operandOf(backend, a, shape), operandOf(backend, b, shape)];
    if (p === null || q === null || isConstant(p, q)) return null;
    const inputs = [...(p.kind === "number" ? [] : [a]), ...(q.kind === "number" ? [] : [b])];
    const shader = {
      key: `${otherwise.kernelName} ${p.kind} ${q.kind}`,
      inputs: [...(p.kind === "number" ? [] : ["a"]), ...(q.kind === "number" ? [] : ["b"])],
      body: `void main() { vec4 p = ${READ[p.kind]("a", 0)}, q = ${READ[q.kind]("b", 1)}; out0 = ${expression}; }`,
    };
    return backend.compute({ shader, inputs, shape, floats: [p.value, q.value], varying: varyingOf([p, q]) });
  });
}

const SQUARE = { key: "square", inputs: ["x"], body: "void main() { vec4 v = texelFetch(x, at, 0); out0 = v * v; }" };

function squareKernel(otherwise: KernelConfig) {
  return webglKernel<"x">(otherwise, (backend, { x }) => {
    if (x.dtype !== "float32" || backend.hostScalar(x) !== null) return null;
    return backend.compute({ shader: SQUARE, inputs: [x], shape: x.shape });
  });
}

/** The kernels of this file that take the place of tfjs's own. */
export const elementwiseKernel = (otherwise: KernelConfig) => {
  if (otherwise.kernelName === Square) return squareKernel(otherwise);
  return otherwise.kernelName in BINARY ? binaryKernel(otherwise) : null;
};
