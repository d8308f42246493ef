import { BatchMatMul, type BatchMatMulAttrs, type KernelConfig, type NamedAttrMap, type TensorInfo } from "@tensorflow/tfjs-core";
import { innerAxis, productAt } from "../glsl/product";
import type { Shader } from "../shader";
import type { Pending } from "../webglBackend";
import { webglKernel } from "../webglKernel";

interface Transpositions {
  transposeA: boolean;
  transposeB: boolean;
}

/** A product with something done to each texel of it: GLSL that makes `out0` of `product`. */
export function productShader({ transposeA, transposeB }: Transpositions, then: Pick<Shader, "key" | "inputs" | "body">): Shader {
  return {
    key: `product ${transposeA} ${transposeB} ${then.key}`,
    inputs: ["a", "b", ...then.inputs],
    body: `${productAt(transposeA, transposeB)}
${then.body}`,
  };
}

const PLAIN = { key: "", inputs: [], body: "void main() { out0 = productAt(); }" };

const isMatrix = ({ shape, dtype }: TensorInfo): boolean => {
  const sizes = shape.slice(-2);
  return shape.length >= 2 && dtype === "float32" && shape.slice(0, -2).every((n) => n === 1) && sizes.every((n) => n > 0);
};

const transpositionsOf = ({ attributes }: Pending): Transpositions => attributes as unknown as Transpositions;

/** The product that a tensor is to be, if it is: its shader with `then` at the end, its inputs, its numbers. */
export function pendingProduct(pending: Pending | undefined, then: Pick<Shader, "key" | "inputs" | "body">) {
  if (pending?.kind !== "product") return null;
  const [a, b] = pending.inputs;
  const transpositions = transpositionsOf(pending);
  const inner = a.shape.at(transpositions.transposeA ? -2 : -1) ?? 1;
  return { shader: productShader(transpositions, then), inputs: [a, b], ints: innerAxis(inner) };
}

/**
 * tfjs's product of matrices, computed when it is asked for: the activation's gradient and Adam take it into their own programs.
 * `otherwise` multiplies batches of matrices.
 */
export function productKernel(otherwise: KernelConfig) {
  return webglKernel<"a" | "b", BatchMatMulAttrs>({ ...otherwise, kernelName: BatchMatMul }, (backend, { a, b }, attributes) => {
    if (!isMatrix(a) || !isMatrix(b)) return null;
    const { transposeA, transposeB } = attributes;
    const rows = a.shape.at(transposeA ? -1 : -2) ?? 1;
    const columns = b.shape.at(transposeB ? -2 : -1) ?? 1;
    const shape = [...Array<number>(Math.max(a.shape.length, b.shape.length) - 2).fill(1), rows, columns];
    const pending: Pending = {
      kind: "product",
      inputs: [a, b],
      attributes: { transposeA, transposeB },
      compute: () => {
        const draw = pendingProduct(pending, PLAIN);
        const inputs = { a, b };
        return (
          (draw && backend.compute({ ...draw, shape })) ??
          (otherwise.kernelFunc({ inputs, backend, attrs: attributes as unknown as NamedAttrMap }) as TensorInfo)
        );
      },
    };
    return backend.defer(shape, pending);
  });
}
