// AssemblyScript. Tiles of 6 × 8 of a matrix product, held in registers while one panel of each operand runs through them (12 sums
// + 2 of B + 1 of A = the 15 vectors that an x64 engine gives).

import { loadLanes, madd, storeLanes } from "./vector";

export const TILE_ROWS: i32 = 6;
export const TILE_COLUMNS: i32 = 8;
/** An entry of a packed panel of A: six numbers of one column, then where B's row for that column lies in B's panel (bytes). */
export const ENTRY_BYTES: usize = 28;
/** A row of a packed panel of B. */
export const ROW_BYTES: usize = 32;

/**
 * One tile at `c`, rows `step` bytes apart: left, right + the sum over the entries from `a` to `end`, stored or added to what is there.
 * Only `rows` ≤ 6 and `columns` ≤ 8 are written.
 */
export function tile(a: usize, end: usize, b: usize, c: usize, step: usize, rows: i32, columns: i32, left: v128, right: v128, adds: bool): void {
  let c00 = left, c10 = left, c20 = left, c30 = left, c40 = left, c50 = left;
  let c01 = right, c11 = right, c21 = right, c31 = right, c41 = right, c51 = right;
  while (a < end) {
    const row = b + <usize>load<u32>(a, 24);
    const x = v128.load(row);
    const y = v128.load(row, 16);
    const a0 = v128.load32_splat(a);
    c00 = madd(a0, x, c00);
    c01 = madd(a0, y, c01);
    const a1 = v128.load32_splat(a, 4);
    c10 = madd(a1, x, c10);
    c11 = madd(a1, y, c11);
    const a2 = v128.load32_splat(a, 8);
    c20 = madd(a2, x, c20);
    c21 = madd(a2, y, c21);
    const a3 = v128.load32_splat(a, 12);
    c30 = madd(a3, x, c30);
    c31 = madd(a3, y, c31);
    const a4 = v128.load32_splat(a, 16);
    c40 = madd(a4, x, c40);
    c41 = madd(a4, y, c41);
    const a5 = v128.load32_splat(a, 20);
    c50 = madd(a5, x, c50);
    c51 = madd(a5, y, c51);
    a += ENTRY_BYTES;
  }
  put(c, c00, c01, columns, adds);
  if (rows > 1) put(c + step, c10, c11, columns, adds);
  if (rows > 2) put(c + 2 * step, c20, c21, columns, adds);
  if (rows > 3) put(c + 3 * step, c30, c31, columns, adds);
  if (rows > 4) put(c + 4 * step, c40, c41, columns, adds);
  if (rows > 5) put(c + 5 * step, c50, c51, columns, adds);
}

/** `tile` for `columns` ≤ 4. */
export function halfTile(a: usize, end: usize, b: usize, c: usize, step: usize, rows: i32, columns: i32, left: v128, adds: bool): void {
  let c0 = left, c1 = left, c2 = left, c3 = left, c4 = left, c5 = left;
  while (a < end) {
    const x = v128.load(b + <usize>load<u32>(a, 24));
    c0 = madd(v128.load32_splat(a), x, c0);
    c1 = madd(v128.load32_splat(a, 4), x, c1);
    c2 = madd(v128.load32_splat(a, 8), x, c2);
    c3 = madd(v128.load32_splat(a, 12), x, c3);
    c4 = madd(v128.load32_splat(a, 16), x, c4);
    c5 = madd(v128.load32_splat(a, 20), x, c5);
    a += ENTRY_BYTES;
  }
  putPart(c, c0, columns, adds);
  if (rows > 1) putPart(c + step, c1, columns, adds);
  if (rows > 2) putPart(c + 2 * step, c2, columns, adds);
  if (rows > 3) putPart(c + 3 * step, c3, columns, adds);
  if (rows > 4) putPart(c + 4 * step, c4, columns, adds);
  if (rows > 5) putPart(c + 5 * step, c5, columns, adds);
}

/** One row of a tile, more than four columns. */
@inline
function put(target: usize, left: v128, right: v128, columns: i32, adds: bool): void {
  v128.store(target, adds ? f32x4.add(v128.load(target), left) : left);
  if (columns == TILE_COLUMNS) v128.store(target, adds ? f32x4.add(v128.load(target, 16), right) : right, 16);
  else putPart(target + 16, right, columns - 4, adds);
}

/** The first `count` (1 … 4) numbers of a vector. */
function putPart(target: usize, value: v128, count: i32, adds: bool): void {
  storeLanes(target, adds ? f32x4.add(loadLanes(target, count), value) : value, count);
}

/**
 * What the entries left out would add to four columns of a tile: 0 · row summed over the rows of B's panel that no entry from `a` to `end`
 * names. Zero unless such a row holds an infinity or NaN.
 */
export function zeroTimesLeftOut(a: usize, end: usize, b: usize, depth: i32): v128 {
  const zero = f32x4.splat(0);
  let sum = zero;
  for (let offset: usize = 0; offset < <usize>depth * ROW_BYTES; offset += ROW_BYTES) {
    if (a < end && load<u32>(a, 24) == <u32>offset) a += ENTRY_BYTES;
    else sum = madd(v128.load(b + offset), zero, sum);
  }
  return sum;
}
