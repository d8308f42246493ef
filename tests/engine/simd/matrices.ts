import { multiply } from "../../../src/engine/simd/kernels/matrixProduct";
import type { Machine } from "../../../src/engine/simd/machine";
import { scattered } from "../numbers";
import { outputOf } from "./machines";

/** Of a product as `multiply` takes them. */
export type OperandSizes = Parameters<typeof multiply>[4];

/** `count` numbers of which a share is zero: in runs, as in images, so that whole columns of a few rows are. */
export function withZeros(count: number, share: number, seed: number): Float32Array {
  const gate = scattered(count + 8, seed + 1);
  return Float32Array.from(scattered(count, seed), (value, i) => (gate[i] / 2 + gate[i & ~7] / 2 + 1 < 2 * share ? 0 : value));
}

/** The product of two arrays. @throws Error when anything around its place in memory is written. */
export function productWithin(machine: Machine, a: Float32Array, b: Float32Array, sizes: OperandSizes): Float32Array {
  return outputOf(machine, [a, b], sizes.m * sizes.n, ([left, right], out) => multiply(machine, left, right, out, sizes));
}
