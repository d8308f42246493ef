import type { Product } from "../protocol";

/** The operands of a product as they are stored: numbers below 1 and their shapes. */
export function operandsOf({ m, n, k, transposeA, transposeB }: Product) {
  const numbers = (count: number) => Float32Array.from({ length: count }, () => Math.random() - 0.5);
  const aShape: [number, number] = transposeA ? [k, m] : [m, k];
  const bShape: [number, number] = transposeB ? [n, k] : [k, n];
  return { a: numbers(m * k), b: numbers(k * n), aShape, bShape };
}

/** GFLOP/s of `times(count)`, which computes the product so many times, over about so many milliseconds. */
export async function productRate(
  { m, n, k }: Product,
  milliseconds: number,
  times: (count: number) => void | Promise<void>,
): Promise<number> {
  const time = async (count: number) => {
    const start = performance.now();
    await times(count);
    return performance.now() - start;
  };
  await time(2);
  const count = Math.max(1, Math.round(milliseconds / ((await time(2)) / 2 || 0.1)));
  return (2 * m * n * k * count) / (await time(count)) / 1e6;
}
