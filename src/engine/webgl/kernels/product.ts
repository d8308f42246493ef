import {
  add,
  type BatchMatMulAttrs,
  engine,
  type KernelConfig,
  matMul,
  mul,
  type NamedAttrMap,
  reshape,
  slice,
  Tensor,
  type TensorInfo,
  tidy,
  util,
} from "@tensorflow/tfjs-core";
import { innerAxis, PRODUCT_NAMES, productAt } from "../glsl/product";
import type { Pending } from "../lazyBackend";
import type { Shader } from "../shader";
import type { WebglBackend } from "../webglBackend";
import { webglKernel } from "../webglKernel";

interface Transpositions {
  transposeA: boolean;
  transposeB: boolean;
}

/** A product, or the sum of two, with something done to each texel of it: GLSL that makes `out0` of `productAt()`. */
export function productShader(
  { transposeA, transposeB }: Transpositions,
  then: Pick<Shader, "key" | "inputs" | "body">,
  terms = 1,
): Shader {
  return {
    key: `${terms} products ${transposeA} ${transposeB} ${then.key}`,
    inputs: [...PRODUCT_NAMES.slice(0, terms).flatMap((name) => [`a${name}`, `b${name}`]), ...then.inputs],
    body: `${productAt(transposeA, transposeB, terms)}
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
  const { inputs } = pending;
  const transpositions = transpositionsOf(pending);
  const factors = inputs.filter((_, i) => i % 2 === 0);
  const ints = factors.flatMap(({ shape }) => innerAxis(shape.at(transpositions.transposeA ? -2 : -1) ?? 1));
  return { shader: productShader(transpositions, then, factors.length), inputs: [...inputs], ints };
}

/** The sum of two products that are both still to be computed, in one program; null where they are none, or of different kinds. */
export function sumOfProducts(backend: WebglBackend, a: TensorInfo, b: TensorInfo): TensorInfo | null {
  const [p, q] = [backend.pending(a), backend.pending(b)];
  if (p?.kind !== "product" || q?.kind !== "product" || p === q || p.inputs.length + q.inputs.length > 2 * PRODUCT_NAMES.length)
    return null;
  const [one, other] = [transpositionsOf(p), transpositionsOf(q)];
  if (one.transposeA !== other.transposeA || one.transposeB !== other.transposeB || !util.arraysEqual(a.shape, b.shape)) return null;
  const pending: Pending = {
    kind: "product",
    inputs: [...p.inputs, ...q.inputs],
    attributes: p.attributes,
    compute: () => computedProduct(backend, pending, a.shape) ?? tidy(() => add(tracked(p.compute()), tracked(q.compute()))),
  };
  return backend.defer(a.shape, pending);
}

const tracked = (info: TensorInfo): Tensor => (info instanceof Tensor ? info : engine().makeTensorFromTensorInfo(info));

/**
 * The product by tfjs's kernel, of matrices in wrapped textures. It reads what lies in the empty half of an odd inner axis, so the last of
 * that is multiplied apart.
 */
function stockProduct(
  otherwise: KernelConfig,
  backend: WebglBackend,
  inputs: { a: TensorInfo; b: TensorInfo },
  attributes: BatchMatMulAttrs,
): TensorInfo {
  const { transposeA, transposeB } = attributes;
  const axis = transposeA ? 0 : 1;
  const inner = inputs.a.shape.slice(-2)[axis];
  if (inner % 2 === 0) return otherwise.kernelFunc({ inputs, backend, attrs: attributes as unknown as NamedAttrMap }) as TensorInfo;
  return tidy(() => {
    const [a, b] = [inputs.a, inputs.b].map(({ dataId, shape, dtype }) => {
      backend.incRef(dataId);
      return reshape(engine().makeTensorFromTensorInfo({ dataId, shape, dtype }), [shape.at(-2) ?? 1, shape.at(-1) ?? 1]);
    });
    const part = (x: Tensor, along: number, from: number, size: number) =>
      slice(x, along === 0 ? [from, 0] : [0, from], along === 0 ? [size, -1] : [-1, size]);
    const along = transposeB ? 1 : 0;
    const [lastA, lastB] = [part(a, axis, inner - 1, 1), part(b, along, inner - 1, 1)];
    const last = mul(reshape(lastA, [lastA.size, 1]), reshape(lastB, [1, lastB.size]));
    if (inner === 1) return last;
    return add(matMul(part(a, axis, 0, inner - 1), part(b, along, 0, inner - 1), transposeA, transposeB), last);
  });
}

const computedProduct = (backend: WebglBackend, pending: Pending, shape: readonly number[]): TensorInfo | null => {
  const draw = pendingProduct(pending, PLAIN);
  return draw && backend.compute({ ...draw, shape });
};

/**
 * tfjs's product of matrices, computed when it is asked for: the activation's gradient and Adam take it into their own programs.
 * `otherwise` multiplies batches of matrices.
 */
export function productKernel(otherwise: KernelConfig) {
  return webglKernel<"a" | "b", BatchMatMulAttrs>(otherwise, (backend, { a, b }, attributes) => {
    if (!isMatrix(a) || !isMatrix(b)) return null;
    const { transposeA, transposeB } = attributes;
    const rows = a.shape.at(transposeA ? -1 : -2) ?? 1;
    const columns = b.shape.at(transposeB ? -2 : -1) ?? 1;
    const shape = [...Array<number>(Math.max(a.shape.length, b.shape.length) - 2).fill(1), rows, columns];
    const pending: Pending = {
      kind: "product",
      inputs: [a, b],
      attributes: { transposeA, transposeB },
      compute: () => computedProduct(backend, pending, shape) ?? stockProduct(otherwise, backend, { a, b }, attributes),
    };
    return backend.defer(shape, pending);
  });
}
