// AssemblyScript. The patches of a convolution: im2col (Chellapilla, Puri & Simard 2006) and its transpose.
//
// Images are [images, inHeight, inWidth, channels]. Patches are [images·outHeight, outWidth, filterHeight, filterWidth, channels]: a
// line of them is one row of the output. A tap is one column of the filter; where taps are not dilated, those of one filter row lie
// side by side in the image as they do in the patch, so that they move in one run.

import {
  IMAGES, PATCHES, FIRST_LINE, LINES, IN_HEIGHT, IN_WIDTH, CHANNELS, OUT_HEIGHT, OUT_WIDTH,
  FILTER_HEIGHT, FILTER_WIDTH, STRIDE_HEIGHT, DILATION_HEIGHT, TOP, PER_CHUNK, setGeometry, setSlice,
} from "./convolutionArguments";
import { address, divideUp, integer, parallel } from "./jobs";
import { add, clear, clearRuns, moveRuns } from "./patchRuns";

/** Floats that a chunk moves, about. */
const CHUNK_FLOATS: i32 = 32768;

/** Writes at `patches` the patches of `lines` lines, the first being line `firstLine` of all; zeros where a patch leaves its image. */
export function im2col(
  images: usize, patches: usize, firstLine: i32, lines: i32,
  inHeight: i32, inWidth: i32, channels: i32, outHeight: i32, outWidth: i32, filterHeight: i32, filterWidth: i32,
  strideHeight: i32, strideWidth: i32, dilationHeight: i32, dilationWidth: i32, top: i32, left: i32,
): void {
  const perChunk = max(1, CHUNK_FLOATS / max(1, outWidth * filterHeight * filterWidth * channels));
  setSlice(images, patches, firstLine, lines, perChunk);
  setGeometry(
    inHeight, inWidth, channels, outHeight, outWidth, filterHeight, filterWidth,
    strideHeight, strideWidth, dilationHeight, dilationWidth, top, left,
  );
  parallel(im2colChunk, divideUp(lines, perChunk));
}

/**
 * The transpose: every patch is added to its place in the images, from the `lines` lines at `patches` on. Chunks are rows of the
 * images, which sum their patches in one order. An image is filled with zeros before its line 0 is added; the others continue.
 */
export function col2im(
  images: usize, patches: usize, firstLine: i32, lines: i32,
  inHeight: i32, inWidth: i32, channels: i32, outHeight: i32, outWidth: i32, filterHeight: i32, filterWidth: i32,
  strideHeight: i32, strideWidth: i32, dilationHeight: i32, dilationWidth: i32, top: i32, left: i32,
): void {
  const touched = divideUp(firstLine + lines, outHeight) - firstLine / outHeight;
  const rows = touched * inHeight;
  const perRow = max(inWidth * channels, lines * outWidth * filterHeight * filterWidth * channels / max(1, rows));
  const perChunk = max(1, CHUNK_FLOATS / max(1, perRow));
  setSlice(images, patches, firstLine, lines, perChunk);
  setGeometry(
    inHeight, inWidth, channels, outHeight, outWidth, filterHeight, filterWidth,
    strideHeight, strideWidth, dilationHeight, dilationWidth, top, left,
  );
  parallel(col2imChunk, divideUp(rows, perChunk));
}

function im2colChunk(chunk: i32): void {
  const perChunk = integer(PER_CHUNK);
  const end = min(integer(LINES), (chunk + 1) * perChunk);
  for (let line = chunk * perChunk; line < end; line++) im2colLine(line);
}

/** Line `line` of the slice. */
function im2colLine(line: i32): void {
  const filterRow = integer(FILTER_WIDTH) * integer(CHANNELS);
  const patch = integer(FILTER_HEIGHT) * filterRow;
  const target = address(PATCHES) + (<usize>line * integer(OUT_WIDTH) * patch << 2);
  const all = integer(FIRST_LINE) + line;
  const image = all / integer(OUT_HEIGHT);
  const firstRow = (all - image * integer(OUT_HEIGHT)) * integer(STRIDE_HEIGHT) - integer(TOP);
  const inHeight = integer(IN_HEIGHT);
  for (let i = 0; i < integer(FILTER_HEIGHT); i++) {
    const row = firstRow + i * integer(DILATION_HEIGHT);
    const to = target + (<usize>(i * filterRow) << 2);
    if (row >= 0 && row < inHeight) moveRuns(imageRow(image, row), to, patch, false);
    else clearRuns(to, patch, filterRow);
  }
}

function col2imChunk(chunk: i32): void {
  const perChunk = integer(PER_CHUNK);
  const inHeight = integer(IN_HEIGHT);
  const firstImage = integer(FIRST_LINE) / integer(OUT_HEIGHT);
  const end = divideUp(integer(FIRST_LINE) + integer(LINES), integer(OUT_HEIGHT)) - firstImage;
  const last = min(end * inHeight, (chunk + 1) * perChunk);
  for (let i = chunk * perChunk; i < last; i++) col2imRow(firstImage + i / inHeight, i % inHeight);
}

/** Adds to one row of an image what the slice's patches have for it. */
function col2imRow(image: i32, row: i32): void {
  const target = imageRow(image, row);
  const outHeight = integer(OUT_HEIGHT);
  const strideHeight = integer(STRIDE_HEIGHT);
  const filterRow = integer(FILTER_WIDTH) * integer(CHANNELS);
  const patch = integer(FILTER_HEIGHT) * filterRow;
  const lineBytes = <usize>(integer(OUT_WIDTH) * patch) << 2;
  const begin = image * outHeight - integer(FIRST_LINE);
  if (begin >= 0) clear(target, integer(IN_WIDTH) * integer(CHANNELS));
  for (let i = 0; i < integer(FILTER_HEIGHT); i++) {
    const offset = row + integer(TOP) - i * integer(DILATION_HEIGHT);
    const outRow = offset / strideHeight;
    const line = begin + outRow;
    if (offset < 0 || outRow * strideHeight != offset || outRow >= outHeight || line < 0 || line >= integer(LINES)) continue;
    moveRuns(target, address(PATCHES) + <usize>line * lineBytes + (<usize>(i * filterRow) << 2), patch, true);
  }
}

@inline
function imageRow(image: i32, row: i32): usize {
  return address(IMAGES) + ((<usize>image * integer(IN_HEIGHT) + row) * integer(IN_WIDTH) * integer(CHANNELS) << 2);
}

/** Adds `floats` numbers at `source` to those at `target`: the products of one slice to those of the slices before. */
export function accumulate(source: usize, target: usize, floats: i32): void {
  add(source, target, floats);
}
