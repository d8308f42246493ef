// AssemblyScript. Sums, largest and smallest numbers along one axis.
//
// Every thread reduces pieces of the axis to float64 numbers of its own in scratch memory; then one thread goes through these in
// their order. Pieces are cut by size alone, and a sum within one has a fixed order too.

import { columnPiece } from "./reductionOfColumns";
import { LARGEST, SUM, SUM_OF_SQUARES, rowPiece } from "./reductionOfRows";
import { address, divideUp, integer, parallel, setInteger } from "./jobs";

/** Numbers that one thread takes at a time. */
const CHUNK: i32 = 16384;
/** Rows and columns of a piece where the axis is not the last one; as many numbers as a CHUNK. */
const PIECE_ROWS: i32 = 256;
const PIECE_COLUMNS: i32 = 64;

@inline
function piecesOf(n: i32, inner: i32): i32 {
  return divideUp(n, inner == 1 ? CHUNK : PIECE_ROWS);
}

/** Bytes that `reduce` needs at `scratch` for these sizes. */
export function reductionBytes(outer: i32, n: i32, inner: i32): usize {
  return <usize>(outer * piecesOf(n, inner) * inner) << 3;
}

/** Some rows, or a piece of one. */
function chunkOfRows(chunk: i32): void {
  const n = integer(4);
  const pieces = piecesOf(n, 1);
  const share = max(1, CHUNK / n);
  const end = min(integer(3) * pieces, (chunk + 1) * share);
  for (let item = chunk * share; item < end; item++) {
    const first = item % pieces * CHUNK;
    const x = address(1) + (<usize>(item / pieces * n + first) << 2);
    store<f64>(address(2) + (<usize>item << 3), rowPiece(integer(0), x, min(CHUNK, n - first)));
  }
}

/** Some columns of some rows of [outer, n, inner]. */
function chunkOfColumns(chunk: i32): void {
  const n = integer(4);
  const inner = integer(5);
  const pieces = piecesOf(n, inner);
  const bands = divideUp(inner, PIECE_COLUMNS);
  const column = chunk % bands * PIECE_COLUMNS;
  const item = chunk / bands;
  const first = item % pieces * PIECE_ROWS;
  const x = address(1) + (<usize>((item / pieces * n + first) * inner + column) << 2);
  const partial = address(2) + (<usize>(item * inner + column) << 3);
  columnPiece(integer(0), x, min(PIECE_ROWS, n - first), inner, min(PIECE_COLUMNS, inner - column), partial);
}

@inline
function reducePieces(operation: i32, x: usize, scratch: usize, outer: i32, n: i32, inner: i32): void {
  setInteger(0, operation);
  setInteger(1, <i32>x);
  setInteger(2, <i32>scratch);
  setInteger(3, outer);
  setInteger(4, n);
  setInteger(5, inner);
  const items = outer * piecesOf(n, inner);
  if (inner == 1) parallel(chunkOfRows, divideUp(items, max(1, CHUNK / n)));
  else parallel(chunkOfColumns, items * divideUp(inner, PIECE_COLUMNS));
}

/** Σ x² over `n` ≥ 1 numbers; `scratch` as for `reduce`. */
export function sumOfSquares(x: usize, scratch: usize, n: i32): f64 {
  reducePieces(SUM_OF_SQUARES, x, scratch, 1, n, 1);
  let sum: f64 = 0;
  for (let i = 0; i < piecesOf(n, 1); i++) sum += load<f64>(scratch + (<usize>i << 3));
  return sum;
}

/** out [outer, inner] = the sum, largest or smallest of x [outer, n, inner] along n ≥ 1, divided by `divisor`. */
export function reduce(operation: i32, x: usize, out: usize, scratch: usize, outer: i32, n: i32, inner: i32, divisor: f64): void {
  reducePieces(operation, x, scratch, outer, n, inner);
  const pieces = piecesOf(n, inner);
  for (let i = 0; i < outer * inner; i++) {
    const first = scratch + (<usize>(i / inner * pieces * inner + i % inner) << 3);
    let total = load<f64>(first);
    for (let piece = 1; piece < pieces; piece++) {
      const next = load<f64>(first + (<usize>(piece * inner) << 3));
      if (operation == SUM) total += next;
      else if (operation == LARGEST) total = max<f64>(total, next);
      else total = min<f64>(total, next);
    }
    store<f32>(out + (<usize>i << 2), <f32>(total / divisor));
  }
}
