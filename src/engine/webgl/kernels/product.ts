import {
  add,
  type BatchMatMulAttrs,
  engine,
  type KernelConfig,
  matMul,
  mul,
  reshape,
  slice,
  type Tensor,
  type TensorInfo,
  tidy,
} from "@tensorflow/tfjs-core";
import { shared } from "../expression";
import { innerAxis, productFunction } from "../glsl/product";
import type { WebglBackend } from "../webglBackend";
import { type Kernel, lazyKernel } from "../webglKernel";

const isMatrix = ({ shape, dtype }: TensorInfo): boolean => {
  const sizes = shape.slice(-2);
  return shape.length >= 2 && dtype === "float32" && shape.slice(0, -2).every((n) => n === 1) && sizes.every((n) => n > 0);
};

/**
 * The product by tfjs's kernel, of matrices in wrapped textures. It reads what lies in the empty half of an odd inner axis, so the last of
 * that is multiplied apart.
 */
function stockProduct(stock: KernelConfig): Kernel {
  return {
    kernelName: stock.kernelName,
    kernelFunc: (given) => {
      const { a, b } = given.inputs as Record<"a" | "b", TensorInfo>;
      const { transposeA, transposeB } = given.attrs as unknown as BatchMatMulAttrs;
      const inner = a.shape.at(transposeA ? -2 : -1) ?? 1;
      if (inner % 2 === 0 || !isMatrix(a) || !isMatrix(b)) return stock.kernelFunc(given);
      return evenThenLast(given.backend as WebglBackend, [a, b], [transposeA ? 0 : 1, transposeB ? 1 : 0], inner);
    },
  };
}

/** a·b of matrices whose inner axes are those of `along`: that of all but the last of it, and of the last. */
function evenThenLast(backend: WebglBackend, factors: readonly TensorInfo[], along: readonly number[], inner: number): Tensor {
  return tidy(() => {
    const matrices = factors.map(({ dataId, shape, dtype }) => {
      backend.incRef(dataId);
      return reshape(engine().makeTensorFromTensorInfo({ dataId, shape, dtype }), [shape.at(-2) ?? 1, shape.at(-1) ?? 1]);
    });
    const part = (i: number, from: number, size: number) =>
      slice(matrices[i], along[i] === 0 ? [from, 0] : [0, from], along[i] === 0 ? [size, -1] : [-1, size]);
    const [lastA, lastB] = [part(0, inner - 1, 1), part(1, inner - 1, 1)];
    const last = mul(reshape(lastA, [lastA.size, 1]), reshape(lastB, [1, lastB.size]));
    if (inner === 1) return last;
    return add(matMul(part(0, 0, inner - 1), part(1, 0, inner - 1), along[0] === 0, along[1] === 1), last);
  });
}

/** tfjs's product of matrices; `otherwise` multiplies batches of matrices. */
export function productKernel(otherwise: KernelConfig): Kernel {
  return lazyKernel<"a" | "b", BatchMatMulAttrs>(stockProduct(otherwise), (_, { a, b }, { transposeA, transposeB }) => {
    if (!isMatrix(a) || !isMatrix(b)) return null;
    const rows = a.shape.at(transposeA ? -1 : -2) ?? 1;
    const inner = a.shape.at(transposeA ? -2 : -1) ?? 1;
    const columns = b.shape.at(transposeB ? -2 : -1) ?? 1;
    return {
      key: `product ${transposeA} ${transposeB}`,
      shape: [...Array<number>(Math.max(a.shape.length, b.shape.length) - 2).fill(1), rows, columns],
      operands: [shared(a, Math.ceil(inner / 2)), shared(b, Math.ceil(inner / 2))],
      ints: innerAxis(inner),
      glsl: (names) => ({ functions: productFunction(names, transposeA, transposeB), value: `${names.own}(place)` }),
    };
  });
}
