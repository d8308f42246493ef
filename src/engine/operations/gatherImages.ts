import { engine, type NamedAttrMap, type Tensor2D } from "@tensorflow/tfjs-core";
import type { BitDraw } from "../../numeric/binarization";

/** Kernel: no inputs; attributes `GatherAttributes`. */
export const GATHER_IMAGES = "GatherImages";

export interface GatherAttributes {
  bytes: Uint8Array;
  images: Uint32Array;
  pixels: number;
  draw: BitDraw;
}

/**
 * Rows `images` of `bytes` [n, pixels] as bits or grey levels, [images.length, pixels]: `binarizeInto` of numeric/binarization.ts, bit
 * for bit. An engine may keep a row from its first use on, so a row's bytes must be there by then and never change; nor may the list that
 * `images` is a part of. Not differentiable.
 * @throws Error for an image that `bytes` does not hold.
 */
export function gatherImages(bytes: Uint8Array, images: Uint32Array, pixels: number, draw: BitDraw): Tensor2D {
  const count = bytes.length / pixels;
  for (const image of images) if (!(image < count)) throw new Error(`image ${image} was asked of ${count} images`);
  const attributes: GatherAttributes = { bytes, images, pixels, draw };
  return engine().runKernel<Tensor2D>(GATHER_IMAGES, {}, attributes as unknown as NamedAttrMap);
}
