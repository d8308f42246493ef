import type { backend_util } from "@tensorflow/tfjs-core";
import type { ConvolutionGeometry } from "../kernelExports";
import { type Machine, withScratch } from "../machine";

type Info = backend_util.Conv2DInfo;

/** Rows of the patch matrix [batch·outHeight·outWidth, filterHeight·filterWidth·inChannels] that are in memory at one time. */
export interface PatchSlice {
  /** The address of the first of these rows. */
  patches: number;
  firstRow: number;
  rows: number;
}

/** Bytes of patches at a time, unless one line of the output has more. */
const SLICE_BYTES = 2 ** 22;

export function patchSize({ filterHeight, filterWidth, inChannels }: Info): number {
  return filterHeight * filterWidth * inChannels;
}

/** Calls `use` for one slice after another, in order, with the patches of the images at `images`. */
export function unfold(machine: Machine, info: Info, images: number, use: (slice: PatchSlice) => void): void {
  if (isUnfolded(info)) use(wholeSlice(info, images));
  else {
    eachSlice(machine, info, (slice, firstLine, lines) => {
      machine.kernels.im2col(images, slice.patches, firstLine, lines, ...geometry(info));
      use(slice);
    });
  }
}

/** The transpose of `unfold`: calls `write` for one slice after another, and writes at `images` the sum of all patches in their places. */
export function fold(machine: Machine, info: Info, images: number, write: (slice: PatchSlice) => void): void {
  if (isUnfolded(info)) write(wholeSlice(info, images));
  else {
    eachSlice(machine, info, (slice, firstLine, lines) => {
      write(slice);
      machine.kernels.col2im(images, slice.patches, firstLine, lines, ...geometry(info));
    });
  }
}

/** Cuts the lines of the output, of `outWidth` rows each, by size alone. */
function eachSlice(machine: Machine, info: Info, use: (slice: PatchSlice, firstLine: number, lines: number) => void): void {
  const { batchSize, outHeight, outWidth } = info;
  const lineBytes = 4 * outWidth * patchSize(info);
  const most = Math.min(batchSize * outHeight, Math.max(1, Math.floor(SLICE_BYTES / lineBytes)));
  withScratch(machine, most * lineBytes, (patches) => {
    for (let first = 0; first < batchSize * outHeight; first += most) {
      const lines = Math.min(most, batchSize * outHeight - first);
      use({ patches, firstRow: first * outWidth, rows: lines * outWidth }, first, lines);
    }
  });
}

/** Whether the images are their own patches, number by number: each pixel alone, or each image whole. */
function isUnfolded({ batchSize, inHeight, inWidth, outHeight, outWidth, padInfo, ...info }: Info): boolean {
  if (batchSize === 0) return true;
  if (padInfo.top !== 0 || padInfo.left !== 0) return false;
  const { filterHeight, filterWidth, strideHeight, strideWidth, effectiveFilterHeight, effectiveFilterWidth } = info;
  const isPixel = filterHeight * filterWidth === 1 && strideHeight * strideWidth === 1 && outHeight === inHeight && outWidth === inWidth;
  const isImage = outHeight * outWidth === 1 && filterHeight === inHeight && filterWidth === inWidth;
  return isPixel || (isImage && effectiveFilterHeight === filterHeight && effectiveFilterWidth === filterWidth);
}

function wholeSlice({ batchSize, outHeight, outWidth }: Info, patches: number): PatchSlice {
  return { patches, firstRow: 0, rows: batchSize * outHeight * outWidth };
}

function geometry(info: Info): ConvolutionGeometry {
  const { inHeight, inWidth, inChannels, outHeight, outWidth, filterHeight, filterWidth } = info;
  const { strideHeight, strideWidth, dilationHeight, dilationWidth, padInfo } = info;
  const sides = [inHeight, inWidth, inChannels, outHeight, outWidth, filterHeight, filterWidth] as const;
  return [...sides, strideHeight, strideWidth, dilationHeight, dilationWidth, padInfo.top, padInfo.left];
}
