// AssemblyScript. C = f(op(A)·op(B) + bias) for float32 matrices in linear memory, row-major, op = identity or transpose.
//
// The plan is that of Goto & van de Geijn (2008), "Anatomy of high-performance matrix multiplication": both operands are packed into
// panels of one run of the inner dimension (pack.ts), and tiles of C are computed from one panel of each (tile.ts). Products too large
// for the scratch memory are computed in parts (productPart.ts), one after another.

import { LINEAR } from "./activation";
import { divideUp, setInteger } from "./jobs";
import { bytesOfRun, computePart, Part, runsOf } from "./productPart";

/** Longest run of the inner dimension: one panel of each operand (15 numbers per step) stays in the first-level cache. */
const MAX_DEPTH: i32 = 320;
/** A part has this many rows and columns at most (multiples of 6 and 8), and as many runs as fit in these bytes. */
const PART_ROWS: i32 = 1536;
const PART_COLUMNS: i32 = 2048;
const PART_BYTES: usize = 8 << 20;
/** Columns of C from which on it pays to look for columns of zeros in A's panels. */
const SPARSE_COLUMNS: i32 = 33;

/** The inner dimension in as few equal runs as MAX_DEPTH allows, each a multiple of 4. */
function runLength(k: i32): i32 {
  const runs = max(1, divideUp(k, MAX_DEPTH));
  return max(4, (divideUp(k, runs) + 3) & ~3);
}

/** Runs in a part. */
function partRuns(m: i32, n: i32, k: i32): i32 {
  const depth = runLength(k);
  const fitting = <i32>(PART_BYTES / bytesOfRun(min(m, PART_ROWS), min(n, PART_COLUMNS), depth));
  return min(runsOf(k, depth), max(1, fitting));
}

/** Bytes that `gemm` needs at `scratch` for these sizes. */
export function scratchBytes(m: i32, n: i32, k: i32): usize {
  return <usize>partRuns(m, n, k) * bytesOfRun(min(m, PART_ROWS), min(n, PART_COLUMNS), runLength(k));
}

/**
 * C [m, n] = f(op(A) [m, k] · op(B) [k, n] + bias) for m, n ≥ 1. A transposed operand is stored as [k, m] or [n, k]. `bias` [n] is 64-byte
 * aligned, or 0 for none; f is an activation of activation.ts. `scratch` is 64-byte aligned with `scratchBytes(m, n, k)` bytes. Nothing
 * may overlap C. The sums are taken in the order of the inner dimension within a run and of the runs, whatever the threads.
 */
export function gemm(
  a: usize,
  b: usize,
  c: usize,
  scratch: usize,
  m: i32,
  n: i32,
  k: i32,
  transposeA: i32,
  transposeB: i32,
  bias: usize,
  activation: i32,
): void {
  const depth = runLength(k);
  const inner = partRuns(m, n, k) * depth;
  setInteger(Part.transposeA, transposeA);
  setInteger(Part.transposeB, transposeB);
  setInteger(Part.stepA, (transposeA ? m : k) << 2);
  setInteger(Part.stepB, (transposeB ? k : n) << 2);
  setInteger(Part.stepC, n << 2);
  setInteger(Part.depth, depth);
  setInteger(Part.keepsZeros, i32(n < SPARSE_COLUMNS));
  for (let j = 0; j < n; j += PART_COLUMNS) {
    for (let p = 0; p == 0 || p < k; p += inner) {
      setInteger(Part.B, <i32>(b + (<usize>(transposeB ? j * k + p : p * n + j) << 2)));
      setInteger(Part.bias, bias && p == 0 ? <i32>(bias + (<usize>j << 2)) : 0);
      setInteger(Part.activation, p + inner >= k ? activation : LINEAR);
      setInteger(Part.adds, i32(p > 0));
      for (let i = 0; i < m; i += PART_ROWS) {
        setInteger(Part.A, <i32>(a + (<usize>(transposeA ? p * m + i : i * k + p) << 2)));
        setInteger(Part.C, <i32>(c + (<usize>(i * n + j) << 2)));
        computePart(scratch, min(PART_ROWS, m - i), min(PART_COLUMNS, n - j), min(inner, k - p), i == 0);
      }
    }
  }
}
