import { BatchMatMul, type BatchMatMulAttrs, broadcast_util, type TensorInfo, util } from "@tensorflow/tfjs-core";
import { type FloatTensor, floatKernel } from "../floatKernel";
import { type Machine, withScratch } from "../machine";

/** Sizes of C [m, n] = op(A) [m, k] · op(B) [k, n]; a transposed operand is stored as [k, m] or [n, k]. */
export interface ProductSizes {
  m: number;
  n: number;
  k: number;
  transposeA: boolean;
  transposeB: boolean;
}

/** What `multiply` does on the way out: f by its number in assembly/activation.ts, and a bias by its address (n numbers; 0: none). */
export interface Finish {
  activation: number;
  bias: number;
}

/** Writes f(op(A)·op(B) + bias) at `c`; any sizes, 0 among them. Without `finish`, the product alone. */
export function multiply(machine: Machine, a: number, b: number, c: number, sizes: ProductSizes, finish?: Finish): void {
  const { m, n, k, transposeA, transposeB } = sizes;
  if (m === 0 || n === 0) return;
  const { kernels } = machine;
  withScratch(machine, kernels.scratchBytes(m, n, k), (scratch) => {
    kernels.gemm(a, b, c, scratch, m, n, k, Number(transposeA), Number(transposeB), finish?.bias ?? 0, finish?.activation ?? 0);
  });
}

/** tfjs's matMul, batch dimensions broadcast as tfjs does. */
export const batchMatMulKernel = floatKernel<Record<"a" | "b", FloatTensor>, BatchMatMulAttrs>(
  BatchMatMul,
  ({ machine, output }, { a, b }, { transposeA, transposeB }) => {
    const [k, m] = matrixSides(a, transposeA);
    const [n, innerB] = matrixSides(b, transposeB);
    util.assert(k === innerB, () => `matMul: inner sizes ${k} and ${innerB} of shapes [${a.shape}] and [${b.shape}] must match.`);
    const outer = broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
    const out = output([...outer, m, n]);
    const sizes = { m, n, k, transposeA, transposeB };
    for (let i = 0; i < util.sizeFromShape(outer); i++) {
      multiply(
        machine,
        a.address + ((4 * i * m * k) % (4 * a.size)),
        b.address + ((4 * i * k * n) % (4 * b.size)),
        out.address + 4 * i * m * n,
        sizes,
      );
    }
    return out;
  },
);

/** [columns, rows] of the last two dimensions after transposition. */
function matrixSides({ shape }: TensorInfo, transpose: boolean): [number, number] {
  const [rows, columns] = shape.slice(-2);
  return transpose ? [rows, columns] : [columns, rows];
}
