import { type BatchMatMulAttrs, broadcast_util, type TensorInfo, util } from "@tensorflow/tfjs-core";

/** Sizes of C [m, n] = op(A) [m, k] · op(B) [k, n]; a transposed operand is stored as [k, m] or [n, k]. */
export interface ProductSizes {
  m: number;
  n: number;
  k: number;
  transposeA: boolean;
  transposeB: boolean;
}

/** tfjs's matMul: the sizes of each product, and the result's dimensions before [m, n]. @throws Error where the shapes do not match. */
export function batchProduct(
  a: TensorInfo,
  b: TensorInfo,
  { transposeA, transposeB }: BatchMatMulAttrs,
): { sizes: ProductSizes; outer: number[] } {
  const [k, m] = matrixSides(a, transposeA);
  const [n, innerB] = matrixSides(b, transposeB);
  util.assert(k === innerB, () => `matMul: inner sizes ${k} and ${innerB} of shapes [${a.shape}] and [${b.shape}] must match.`);
  const outer = broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  return { sizes: { m, n, k, transposeA, transposeB }, outer };
}

/** [columns, rows] of the last two dimensions after transposition. */
function matrixSides({ shape }: TensorInfo, transpose: boolean): [number, number] {
  const [rows, columns] = shape.slice(-2);
  return transpose ? [rows, columns] : [columns, rows];
}
