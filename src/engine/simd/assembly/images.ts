// AssemblyScript. Byte images gathered as bits or as grey levels; the rule is that of ../../../numeric/binarization.ts.

import { address, divideUp, integer, parallel, setInteger } from "./jobs";
import { wordsX } from "./random";
import { storeLanes } from "./vector";

/** Pixels of a chunk, in whole images. */
const CHUNK_PIXELS: i32 = 16384;

/** What `rule` may be, beside 1. */
const DYNAMIC: i32 = 0;
const GREY: i32 = 2;

/**
 * The rows `images` [rows] (u32) of `bytes` [n, pixels] to `out` [rows, pixels] (f32). `rule` is 0 for bits addressed by row, the
 * first of which is `firstRow`; 1 for bits addressed by image; 2 for grey levels byte / 255. Up to 15 bytes past an image are read.
 */
export function gatherImages(
  bytes: usize, images: usize, out: usize, rows: i32, pixels: i32, rule: i32, firstRow: i32, step: i32, streamId: i32,
): void {
  const rowsOfChunk = max(1, CHUNK_PIXELS / max(1, pixels));
  setInteger(0, <i32>bytes);
  setInteger(1, <i32>images);
  setInteger(2, <i32>out);
  setInteger(3, rows);
  setInteger(4, pixels);
  setInteger(5, rule);
  setInteger(6, firstRow);
  setInteger(7, step);
  setInteger(8, streamId);
  setInteger(9, rowsOfChunk);
  parallel(gatherChunk, divideUp(rows, rowsOfChunk));
}

function gatherChunk(chunk: i32): void {
  const pixels = integer(4);
  const rule = integer(5);
  const end = min(integer(3), (chunk + 1) * integer(9));
  for (let row = chunk * integer(9); row < end; row++) {
    const image = load<i32>(address(1) + (<usize>row << 2));
    const source = address(0) + <usize>image * <usize>pixels;
    const target = address(2) + (<usize>row * <usize>pixels << 2);
    if (rule == GREY) greyRow(source, target, pixels);
    else bitRow(source, target, pixels, (rule == DYNAMIC ? integer(6) + row : image) * pixels, integer(7), integer(8));
  }
}

/** Most runs of 16 pixels are black, and are not drawn. */
function bitRow(source: usize, target: usize, pixels: i32, firstElement: i32, step: i32, streamId: i32): void {
  let pixel = 0;
  for (; pixel + 16 <= pixels; pixel += 16) {
    const bytes = v128.load(source + pixel);
    const to = target + (<usize>pixel << 2);
    if (v128.any_true(bytes)) {
      const low = i16x8.extend_low_i8x16_u(bytes);
      const high = i16x8.extend_high_i8x16_u(bytes);
      const element = firstElement + pixel;
      v128.store(to, bits4(i32x4.extend_low_i16x8_u(low), wordsX(element, step, streamId)));
      v128.store(to, bits4(i32x4.extend_high_i16x8_u(low), wordsX(element + 4, step, streamId)), 16);
      v128.store(to, bits4(i32x4.extend_low_i16x8_u(high), wordsX(element + 8, step, streamId)), 32);
      v128.store(to, bits4(i32x4.extend_high_i16x8_u(high), wordsX(element + 12, step, streamId)), 48);
    } else {
      v128.store(to, i32x4.splat(0));
      v128.store(to, i32x4.splat(0), 16);
      v128.store(to, i32x4.splat(0), 32);
      v128.store(to, i32x4.splat(0), 48);
    }
  }
  for (; pixel < pixels; pixel += 4) {
    const bits = bits4(fourBytes(source + pixel), wordsX(firstElement + pixel, step, streamId));
    storeLanes(target + (<usize>pixel << 2), bits, pixels - pixel);
  }
}

function greyRow(source: usize, target: usize, pixels: i32): void {
  for (let pixel = 0; pixel < pixels; pixel += 4) {
    const levels = f32x4.div(f32x4.convert_i32x4_s(fourBytes(source + pixel)), f32x4.splat(255));
    storeLanes(target + (<usize>pixel << 2), levels, pixels - pixel);
  }
}

/** 1 where (word >> 8)·255 < byte·2²⁴. Both sides are below 2³², so that the unsigned comparison is exact. */
@inline
function bits4(bytes: v128, words: v128): v128 {
  const drawn = i32x4.mul(i32x4.shr_u(words, 8), i32x4.splat(255));
  return v128.and(i32x4.lt_u(drawn, i32x4.shl(bytes, 24)), f32x4.splat(1));
}

@inline
function fourBytes(source: usize): v128 {
  return i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load_zero<u32>(source)));
}
