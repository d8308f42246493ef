// AssemblyScript. Where the arguments of im2col and col2im lie while their chunks are done.

import { setInteger } from "./jobs";

export const IMAGES: usize = 0;
export const PATCHES: usize = 1;
export const FIRST_LINE: usize = 2;
export const LINES: usize = 3;
export const IN_HEIGHT: usize = 4;
export const IN_WIDTH: usize = 5;
export const CHANNELS: usize = 6;
export const OUT_HEIGHT: usize = 7;
export const OUT_WIDTH: usize = 8;
export const FILTER_HEIGHT: usize = 9;
export const FILTER_WIDTH: usize = 10;
export const STRIDE_HEIGHT: usize = 11;
export const STRIDE_WIDTH: usize = 12;
export const DILATION_HEIGHT: usize = 13;
export const DILATION_WIDTH: usize = 14;
export const TOP: usize = 15;
export const LEFT: usize = 16;
export const PER_CHUNK: usize = 17;

/**
 * The geometry of a convolution, in the order of the exported kernels' arguments, as they are given.
 * `top` and `left` are the rows and columns of zeros before the image.
 */
@inline
export function setGeometry(
  inHeight: i32, inWidth: i32, channels: i32, outHeight: i32, outWidth: i32, filterHeight: i32, filterWidth: i32,
  strideHeight: i32, strideWidth: i32, dilationHeight: i32, dilationWidth: i32, top: i32, left: i32,
): void {
  setInteger(IN_HEIGHT, inHeight);
  setInteger(IN_WIDTH, inWidth);
  setInteger(CHANNELS, channels);
  setInteger(OUT_HEIGHT, outHeight);
  setInteger(OUT_WIDTH, outWidth);
  setInteger(FILTER_HEIGHT, filterHeight);
  setInteger(FILTER_WIDTH, filterWidth);
  setInteger(STRIDE_HEIGHT, strideHeight);
  setInteger(STRIDE_WIDTH, strideWidth);
  setInteger(DILATION_HEIGHT, dilationHeight);
  setInteger(DILATION_WIDTH, dilationWidth);
  setInteger(TOP, top);
  setInteger(LEFT, left);
}

@inline
export function setSlice(images: usize, patches: usize, firstLine: i32, lines: i32, perChunk: i32): void {
  setInteger(IMAGES, <i32>images);
  setInteger(PATCHES, <i32>patches);
  setInteger(FIRST_LINE, firstLine);
  setInteger(LINES, lines);
  setInteger(PER_CHUNK, perChunk);
}
