// AssemblyScript. The operands of a matrix product, copied into the order in which the tiles read them.
//
// A panel of A is six rows of op(A) as entries (see tile.ts), one for each column that is not all zeros. A panel of B is eight columns of
// op(B), row after row. "Across": the panel's rows lie contiguously along the inner dimension, element (row, p) at
// source + row·step + 4p. "Along": element (p, row) at source + p·step + 4·row. Where a panel is cut off by the matrix's edge its last
// row is repeated, since nothing reads what is computed from it.

import { ENTRY_BYTES, ROW_BYTES, TILE_COLUMNS, TILE_ROWS } from "./tile";

/** Writes an entry; the next one goes over it unless it is kept. */
@inline
function putEntry(target: usize, four: v128, offset: usize): void {
  v128.store(target, four);
  store<u32>(target, <u32>offset, 24);
}

/** A panel of A from rows along the inner dimension; `keep` = 1 keeps columns of zeros. Returns where the entries end. */
export function packEntriesAcross(source: usize, step: usize, rows: i32, depth: i32, keep: i32, target: usize): usize {
  const r1 = step * min(1, rows - 1);
  const r2 = step * min(2, rows - 1);
  const r3 = step * min(3, rows - 1);
  const r4 = step * min(4, rows - 1);
  const r5 = step * min(5, rows - 1);
  const all = keep ? 15 : 0;
  let p = 0;
  let offset: usize = 0;
  for (; p + 4 <= depth; p += 4) {
    const a = v128.load(source);
    const b = v128.load(source + r1);
    const c = v128.load(source + r2);
    const d = v128.load(source + r3);
    const e = v128.load(source + r4);
    const f = v128.load(source + r5);
    const any = v128.or(v128.or(v128.or(a, b), v128.or(c, d)), v128.or(e, f));
    const kept = all | i32x4.bitmask(i32x4.ne(i32x4.shl(any, 1), i32x4.splat(0)));
    if (kept) {
      const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
      const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
      const ef = v128.shuffle<f32>(e, f, 0, 4, 1, 5);
      const abHigh = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
      const cdHigh = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
      const efHigh = v128.shuffle<f32>(e, f, 2, 6, 3, 7);
      putEntry(target, v128.shuffle<u64>(ab, cd, 0, 2), offset);
      v128.store_lane<u64>(target, ef, 0, 16);
      target += <usize>(kept & 1) * ENTRY_BYTES;
      putEntry(target, v128.shuffle<u64>(ab, cd, 1, 3), offset + ROW_BYTES);
      v128.store_lane<u64>(target, ef, 1, 16);
      target += <usize>((kept >> 1) & 1) * ENTRY_BYTES;
      putEntry(target, v128.shuffle<u64>(abHigh, cdHigh, 0, 2), offset + 2 * ROW_BYTES);
      v128.store_lane<u64>(target, efHigh, 0, 16);
      target += <usize>((kept >> 2) & 1) * ENTRY_BYTES;
      putEntry(target, v128.shuffle<u64>(abHigh, cdHigh, 1, 3), offset + 3 * ROW_BYTES);
      v128.store_lane<u64>(target, efHigh, 1, 16);
      target += <usize>(kept >> 3) * ENTRY_BYTES;
    }
    source += 16;
    offset += 4 * ROW_BYTES;
  }
  for (; p < depth; p++) {
    target = packEntry(source, step, rows, keep, offset, target);
    source += 4;
    offset += ROW_BYTES;
  }
  return target;
}

/** A panel of A from rows across the inner dimension; otherwise as `packEntriesAcross`. */
export function packEntriesAlong(source: usize, step: usize, rows: i32, depth: i32, keep: i32, target: usize): usize {
  const end = <usize>depth * ROW_BYTES;
  for (let offset: usize = 0; offset < end; offset += ROW_BYTES) {
    if (rows == TILE_ROWS) {
      const four = v128.load(source);
      const two = v128.load_zero<u64>(source, 16);
      putEntry(target, four, offset);
      v128.store_lane<u64>(target, two, 0, 16);
      target += <usize>(keep | i32(v128.any_true(i32x4.shl(v128.or(four, two), 1)))) * ENTRY_BYTES;
    } else {
      target = packEntry(source, 4, rows, keep, offset, target);
    }
    source += step;
  }
  return target;
}

/** One entry, number by number, `step` bytes apart. */
function packEntry(source: usize, step: usize, rows: i32, keep: i32, offset: usize, target: usize): usize {
  for (let r = 0; r < TILE_ROWS; r++) {
    const value = load<f32>(source + <usize>min(r, rows - 1) * step);
    store<f32>(target + <usize>(r << 2), value);
    keep |= i32(value != 0);
  }
  store<u32>(target, <u32>offset, 24);
  return target + <usize>keep * ENTRY_BYTES;
}

/** A panel of B from columns along the inner dimension, `columns` ≤ 8 of them. */
export function packRowsAcross(source: usize, step: usize, columns: i32, depth: i32, target: usize): void {
  const c1 = step * min(1, columns - 1);
  const c2 = step * min(2, columns - 1);
  const c3 = step * min(3, columns - 1);
  const c4 = step * min(4, columns - 1);
  const c5 = step * min(5, columns - 1);
  const c6 = step * min(6, columns - 1);
  const c7 = step * min(7, columns - 1);
  let p = 0;
  for (; p + 4 <= depth; p += 4) {
    transpose(v128.load(source), v128.load(source + c1), v128.load(source + c2), v128.load(source + c3), target);
    transpose(v128.load(source + c4), v128.load(source + c5), v128.load(source + c6), v128.load(source + c7), target + 16);
    source += 16;
    target += 4 * ROW_BYTES;
  }
  for (; p < depth; p++) {
    packRow(source, step, columns, target);
    source += 4;
    target += ROW_BYTES;
  }
}

/** A panel of B from rows as they lie. */
export function packRowsAlong(source: usize, step: usize, columns: i32, depth: i32, target: usize): void {
  const end = target + <usize>depth * ROW_BYTES;
  while (target < end) {
    if (columns == TILE_COLUMNS) {
      v128.store(target, v128.load(source));
      v128.store(target, v128.load(source, 16), 16);
    } else {
      packRow(source, 4, columns, target);
    }
    source += step;
    target += ROW_BYTES;
  }
}

/** One row of a panel of B, number by number, `step` bytes apart. */
function packRow(source: usize, step: usize, columns: i32, target: usize): void {
  for (let r = 0; r < TILE_COLUMNS; r++) {
    store<f32>(target + <usize>(r << 2), load<f32>(source + <usize>min(r, columns - 1) * step));
  }
}

/** Four vectors as the columns of four rows of a panel of B. */
@inline
function transpose(a: v128, b: v128, c: v128, d: v128, target: usize): void {
  const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const abHigh = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const cdHigh = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(target, v128.shuffle<u64>(ab, cd, 0, 2));
  v128.store(target + ROW_BYTES, v128.shuffle<u64>(ab, cd, 1, 3));
  v128.store(target + 2 * ROW_BYTES, v128.shuffle<u64>(abHigh, cdHigh, 0, 2));
  v128.store(target + 3 * ROW_BYTES, v128.shuffle<u64>(abHigh, cdHigh, 1, 3));
}

/** Whether a panel of B holds an infinity or NaN: an exponent of ones only. */
export function holdsNonFinite(panel: usize, depth: i32): bool {
  const end = panel + <usize>depth * ROW_BYTES;
  let left = i32x4.splat(0);
  let right = left;
  for (; panel < end; panel += ROW_BYTES) {
    left = i32x4.max_u(left, i32x4.shl(v128.load(panel), 1));
    right = i32x4.max_u(right, i32x4.shl(v128.load(panel, 16), 1));
  }
  return v128.any_true(i32x4.ge_u(i32x4.max_u(left, right), i32x4.splat(0xff000000)));
}
