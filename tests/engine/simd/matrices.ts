import { multiply } from "../../../src/engine/simd/kernels/matrixProduct";
import type { Machine } from "../../../src/engine/simd/machine";
import { scattered } from "../numbers";

/** Of a product as `multiply` takes them. */
export type OperandSizes = Parameters<typeof multiply>[4];

/** `count` numbers of which a share is zero: in runs, as in images, so that whole columns of a few rows are. */
export function withZeros(count: number, share: number, seed: number): Float32Array {
  const gate = scattered(count + 8, seed + 1);
  return Float32Array.from(scattered(count, seed), (value, i) => (gate[i] / 2 + gate[i & ~7] / 2 + 1 < 2 * share ? 0 : value));
}

/** The product of two arrays. @throws Error when anything around its place in memory is written. */
export function productWithin(machine: Machine, a: Float32Array, b: Float32Array, sizes: OperandSizes): Float32Array {
  const { heap } = machine;
  const size = sizes.m * sizes.n;
  const [left, right] = [a, b].map(({ byteLength }) => heap.allocate(byteLength));
  const surroundings = heap.allocate(4 * size + 128);
  const out = surroundings / 4 + 16;
  machine.floats().set(a, left / 4);
  machine.floats().set(b, right / 4);
  machine.floats().fill(7, out - 16, out + size + 16);
  multiply(machine, left, right, 4 * out, sizes);
  const around = [...machine.floats().slice(out - 16, out), ...machine.floats().slice(out + size, out + size + 16)];
  if (around.some((value) => value !== 7)) throw new Error("the product wrote outside its place");
  const found = machine.floats().slice(out, out + size);
  for (const address of [left, right, surroundings]) heap.free(address);
  return found;
}

export function identicalBits(a: Float32Array, b: Float32Array): boolean {
  const [left, right] = [a, b].map((values) => new Uint32Array(values.buffer, values.byteOffset, values.length));
  return left.length === right.length && left.every((bits, i) => bits === right[i]);
}
