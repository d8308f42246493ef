import { BatchMatMul, type BatchMatMulAttrs, util } from "@tensorflow/tfjs-core";
import { batchProduct, type ProductSizes } from "../../cpu/productSizes";
import { type FloatTensor, floatKernel } from "../floatKernel";
import { type Machine, withScratch } from "../machine";

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
  ({ machine, output }, { a, b }, attributes) => {
    const { outer, sizes } = batchProduct(a, b, attributes);
    const { m, n, k } = sizes;
    const out = output([...outer, m, n]);
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
