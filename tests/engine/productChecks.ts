import type { MatrixProduct } from "../../src/engine/cpu/matrixProduct";
import { multiply } from "../../src/engine/simd/kernels/matrixProduct";
import type { Machine } from "../../src/engine/simd/machine";
import { largestError, scattered } from "./numbers";
import { matrixProduct } from "./reference";

/** m, n, k. */
type Shape = [number, number, number];

const SIDES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 13, 17, 31];

export const SMALL_SHAPES: Shape[] = SIDES.flatMap((m) => SIDES.flatMap((n) => SIDES.map((k): Shape => [m, n, k])));

/** Around the sizes at which the kernel cuts: 6 rows, 8 columns, blocks of 240 rows, runs of 320. */
export const LARGE_SHAPES: Shape[] = [
  [239, 9, 319],
  [241, 25, 321],
  [487, 16, 643],
  [5, 784, 128],
  [784, 3, 130],
  [128, 20, 400],
];

export const TRANSPOSITIONS = [
  [false, false],
  [false, true],
  [true, false],
  [true, true],
] as const;

/** A machine's product with operands copied in and the result out. */
export function productOn(machine: Machine): MatrixProduct {
  return (a, b, out, sizes) => {
    const [left, right, result] = [a, b, out].map(({ byteLength }) => machine.heap.allocate(byteLength));
    machine.floats().set(a, left / 4);
    machine.floats().set(b, right / 4);
    machine.floats().fill(Number.NaN, result / 4, result / 4 + out.length);
    multiply(machine, left, right, result, sizes);
    out.set(machine.floats().subarray(result / 4, result / 4 + out.length));
    for (const address of [left, right, result]) machine.heap.free(address);
  };
}

/** Largest error over the shapes, as a share of what a float32 sum of k products of numbers below 1 may lose; NaN if any value is. */
export function worstError(multiply: MatrixProduct, shapes: Shape[], transposeA: boolean, transposeB: boolean): number {
  return shapes.reduce((worst, [m, n, k]) => {
    const a = Float32Array.from(scattered(m * k, m + 1000 * k));
    const b = Float32Array.from(scattered(k * n, n + 1000 * k + 7));
    const out = new Float32Array(m * n).fill(Number.NaN);
    multiply(a, b, out, { m, n, k, transposeA, transposeB });
    return Math.max(worst, largestError(out, matrixProduct(a, b, m, n, k, transposeA, transposeB)) / ((k + 1) * 2 ** -23));
  }, 0);
}
