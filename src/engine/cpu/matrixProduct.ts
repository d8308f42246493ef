import type { ProductSizes } from "./productSizes";

/** Writes op(A)·op(B) over `out` [m, n]. All row-major; any sizes, 0 among them (k = 0 gives zeros). */
export type MatrixProduct = (a: Float32Array, b: Float32Array, out: Float32Array, sizes: ProductSizes) => void;

/** The product in JavaScript: four rows of B at a time are added to a row of C, so that the inner loop runs along memory. */
export const plainMatrixProduct: MatrixProduct = (a, b, out, { m, n, k, transposeA, transposeB }) => {
  const rows = transposeB ? transposed(b, n, k) : b;
  const rowStride = transposeA ? 1 : k;
  const innerStride = transposeA ? m : 1;
  out.fill(0);
  for (let i = 0; i < m; i++) {
    const target = out.subarray(i * n, (i + 1) * n);
    let p = 0;
    for (; p + 4 <= k; p += 4) {
      const at = i * rowStride + p * innerStride;
      addFourRows(target, rows, p * n, n, a[at], a[at + innerStride], a[at + 2 * innerStride], a[at + 3 * innerStride]);
    }
    for (; p < k; p++) {
      const factor = a[i * rowStride + p * innerStride];
      for (let j = 0; j < n; j++) target[j] += factor * rows[p * n + j];
    }
  }
};

function addFourRows(
  target: Float32Array,
  rows: Float32Array,
  first: number,
  n: number,
  a0: number,
  a1: number,
  a2: number,
  a3: number,
): void {
  const second = first + n;
  const third = second + n;
  const fourth = third + n;
  for (let j = 0; j < n; j++) {
    target[j] += a0 * rows[first + j] + a1 * rows[second + j] + a2 * rows[third + j] + a3 * rows[fourth + j];
  }
}

/** b [rows, columns] → [columns, rows]. */
function transposed(b: Float32Array, rows: number, columns: number): Float32Array {
  const out = new Float32Array(b.length);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) out[j * rows + i] = b[i * columns + j];
  }
  return out;
}
