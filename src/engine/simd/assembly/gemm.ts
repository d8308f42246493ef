// AssemblyScript. C = op(A)·op(B) for float32 matrices in linear memory, row-major, op = identity or transpose.
//
// The plan is that of Goto & van de Geijn (2008), "Anatomy of high-performance matrix multiplication": B is packed in
// slabs of `depth` rows as panels of 8 columns, A in blocks of BLOCK_ROWS as panels of 6 rows, and a 6 × 8 tile of C is
// held in twelve registers while one panel of each runs through it (12 sums + 2 of B + 1 of A = the 15 vectors that an
// x64 engine gives). Panels are padded with zeros, so only the store knows about edges.

import { madd } from "./vector";

const TILE_ROWS: i32 = 6;
const TILE_COLUMNS: i32 = 8;
/** Rows of A packed at a time (a multiple of 6): BLOCK_ROWS × MAX_DEPTH floats stay in the second-level cache. */
const BLOCK_ROWS: i32 = 240;
/** Longest run of the inner dimension: one panel of each operand (14 floats per step) stays in the first-level cache. */
const MAX_DEPTH: i32 = 320;
const TILE_BYTES: i32 = TILE_ROWS * TILE_COLUMNS * 4;

/** The inner dimension in as few equal runs as MAX_DEPTH allows, each a multiple of 4. */
function runLength(k: i32): i32 {
  const runs = max(1, (k + MAX_DEPTH - 1) / MAX_DEPTH);
  return ((k + runs - 1) / runs + 3) & ~3;
}

@inline
function roundUp(value: i32, unit: i32): i32 {
  return ((value + unit - 1) / unit) * unit;
}

/** Bytes that `gemm` needs at `scratch` for these sizes. */
export function scratchBytes(m: i32, n: i32, k: i32): usize {
  const depth = runLength(k);
  return <usize>((roundUp(min(m, BLOCK_ROWS), TILE_ROWS) + roundUp(n, TILE_COLUMNS)) * depth * 4 + TILE_BYTES);
}

/** Panels whose rows lie contiguously along the inner dimension: element (row, p) at source + (row·stride + p)·4. */
function packAcross(source: usize, stride: i32, rows: i32, depth: i32, width: i32, target: usize): void {
  const step = <usize>(stride << 2);
  const out = <usize>(width << 2);
  for (let row = 0; row < rows; row += width) {
    const count = min(width, rows - row);
    const first = source + <usize>row * step;
    if (count == width) {
      packRowsAcross(first, step, depth, width, target);
    } else {
      memory.fill(target, 0, <usize>depth * out);
      for (let r = 0; r < count; r++) {
        let from = first + <usize>r * step;
        let to = target + <usize>(r << 2);
        for (let p = 0; p < depth; p++) {
          store<f32>(to, load<f32>(from));
          from += 4;
          to += out;
        }
      }
    }
    target += <usize>depth * out;
  }
}

/** One full panel of 6 or 8 rows: transposed four steps at a time in registers. */
function packRowsAcross(source: usize, step: usize, depth: i32, width: i32, target: usize): void {
  const out = <usize>(width << 2);
  let p = 0;
  for (; p + 4 <= depth; p += 4) {
    const from = source + <usize>(p << 2);
    transpose4(from, step, target, out);
    if (width == 8) {
      transpose4(from + 4 * step, step, target + 16, out);
    } else {
      const x = v128.load(from + 4 * step);
      const y = v128.load(from + 5 * step);
      const low = v128.shuffle<f32>(x, y, 0, 4, 1, 5);
      const high = v128.shuffle<f32>(x, y, 2, 6, 3, 7);
      v128.store_lane<u64>(target, low, 0, 16);
      v128.store_lane<u64>(target + out, low, 1, 16);
      v128.store_lane<u64>(target + 2 * out, high, 0, 16);
      v128.store_lane<u64>(target + 3 * out, high, 1, 16);
    }
    target += 4 * out;
  }
  for (; p < depth; p++) {
    for (let r = 0; r < width; r++) {
      store<f32>(target + <usize>(r << 2), load<f32>(source + <usize>r * step + <usize>(p << 2)));
    }
    target += out;
  }
}

@inline
function transpose4(from: usize, step: usize, target: usize, out: usize): void {
  const a = v128.load(from);
  const b = v128.load(from + step);
  const c = v128.load(from + 2 * step);
  const d = v128.load(from + 3 * step);
  const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const abHigh = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const cdHigh = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(target, v128.shuffle<u64>(ab, cd, 0, 2));
  v128.store(target + out, v128.shuffle<u64>(ab, cd, 1, 3));
  v128.store(target + 2 * out, v128.shuffle<u64>(abHigh, cdHigh, 0, 2));
  v128.store(target + 3 * out, v128.shuffle<u64>(abHigh, cdHigh, 1, 3));
}

/** Panels whose elements lie contiguously across the panel: element (p, row) at source + (p·stride + row)·4. */
function packAlong(source: usize, stride: i32, rows: i32, depth: i32, width: i32, target: usize): void {
  const step = <usize>(stride << 2);
  const out = <usize>(width << 2);
  for (let row = 0; row < rows; row += width) {
    const count = min(width, rows - row);
    let from = source + <usize>(row << 2);
    if (count == width) {
      for (let p = 0; p < depth; p++) {
        v128.store(target, v128.load(from));
        if (width == 8) v128.store(target, v128.load(from, 16), 16);
        else v128.store_lane<u64>(target, v128.load_zero<u64>(from, 16), 0, 16);
        from += step;
        target += out;
      }
    } else {
      memory.fill(target, 0, <usize>depth * out);
      for (let p = 0; p < depth; p++) {
        for (let r = 0; r < count; r++) store<f32>(target + <usize>(r << 2), load<f32>(from + <usize>(r << 2)));
        from += step;
        target += out;
      }
    }
  }
}

/** One row of a tile: stored, or added to what is there. */
@inline
function put(target: usize, left: v128, right: v128, accumulate: bool): void {
  if (accumulate) {
    v128.store(target, f32x4.add(v128.load(target), left));
    v128.store(target, f32x4.add(v128.load(target, 16), right), 16);
  } else {
    v128.store(target, left);
    v128.store(target, right, 16);
  }
}

/** The 6 × 8 tile of one panel of A and one of B, at `c` with rows `step` bytes apart; only the first `rows` are stored. */
function tile(a: usize, b: usize, depth: i32, c: usize, step: usize, rows: i32, accumulate: bool): void {
  let c00 = f32x4.splat(0);
  let c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00, c40 = c00, c41 = c00, c50 = c00, c51 = c00;
  const end = b + <usize>(depth << 5);
  while (b < end) {
    const x = v128.load(b);
    const y = v128.load(b, 16);
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
    a += 24;
    b += 32;
  }
  put(c, c00, c01, accumulate);
  if (rows > 1) put(c + step, c10, c11, accumulate);
  if (rows > 2) put(c + 2 * step, c20, c21, accumulate);
  if (rows > 3) put(c + 3 * step, c30, c31, accumulate);
  if (rows > 4) put(c + 4 * step, c40, c41, accumulate);
  if (rows > 5) put(c + 5 * step, c50, c51, accumulate);
}

/** A tile narrower than 8 columns: computed aside, then its columns copied or added. */
function narrowTile(a: usize, b: usize, depth: i32, c: usize, step: usize, rows: i32, columns: i32, accumulate: bool, aside: usize): void {
  tile(a, b, depth, aside, TILE_COLUMNS * 4, TILE_ROWS, false);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const target = c + <usize>i * step + <usize>(j << 2);
      const value = load<f32>(aside + <usize>((i * TILE_COLUMNS + j) << 2));
      store<f32>(target, accumulate ? load<f32>(target) + value : value);
    }
  }
}

/** All tiles of one packed block of A (`rows`) and one packed slab of B (`columns`). */
function block(packedA: usize, packedB: usize, depth: i32, c: usize, n: i32, rows: i32, columns: i32, accumulate: bool, aside: usize): void {
  const step = <usize>(n << 2);
  for (let j = 0; j < columns; j += TILE_COLUMNS) {
    const b = packedB + <usize>((j * depth) << 2);
    const width = min(TILE_COLUMNS, columns - j);
    for (let i = 0; i < rows; i += TILE_ROWS) {
      const a = packedA + <usize>((i * depth) << 2);
      const target = c + <usize>i * step + <usize>(j << 2);
      const height = min(TILE_ROWS, rows - i);
      if (width == TILE_COLUMNS) tile(a, b, depth, target, step, height, accumulate);
      else narrowTile(a, b, depth, target, step, height, width, accumulate, aside);
    }
  }
}

/**
 * C [m, n] = op(A) [m, k] · op(B) [k, n], k ≥ 1. A transposed operand is stored as [k, m] or [n, k].
 * `scratch` is 16-byte aligned with `scratchBytes(m, n, k)` bytes; nothing may overlap.
 */
export function gemm(a: usize, b: usize, c: usize, scratch: usize, m: i32, n: i32, k: i32, transposeA: bool, transposeB: bool): void {
  const depth = runLength(k);
  const packedA = scratch + TILE_BYTES;
  const packedB = packedA + <usize>((roundUp(min(m, BLOCK_ROWS), TILE_ROWS) * depth) << 2);
  for (let p = 0; p < k; p += depth) {
    const run = min(depth, k - p);
    if (transposeB) packAcross(b + <usize>(p << 2), k, n, run, TILE_COLUMNS, packedB);
    else packAlong(b + <usize>((p * n) << 2), n, n, run, TILE_COLUMNS, packedB);
    for (let i = 0; i < m; i += BLOCK_ROWS) {
      const rows = min(BLOCK_ROWS, m - i);
      if (transposeA) packAlong(a + <usize>((p * m + i) << 2), m, rows, run, TILE_ROWS, packedA);
      else packAcross(a + <usize>((i * k + p) << 2), k, rows, run, TILE_ROWS, packedA);
      block(packedA, packedB, run, c + <usize>((i * n) << 2), n, rows, n, p > 0, scratch);
    }
  }
}
