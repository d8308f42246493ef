import { wordXAt } from "./random";

/** Which bits a batch is given. */
export interface BitDraw {
  binarization: "dynamic" | "static" | "none";
  /** Stream "bits" of the run's seed, or that of an evaluation. */
  streamId: number;
  /** For dynamic bits: the step. Static bits are drawn at step 0 whatever it says. */
  step: number;
  /** For dynamic bits: the number of the batch's first row among all rows drawn at this step; default 0. */
  firstRow?: number;
}

/**
 * Gathers images into `out`, [images.length, pixels]: as bits, 1 with probability byte / 255, or as grey levels byte / 255 when
 * binarization is "none". `bytes` is a whole split, [n, pixels]; `images` are indices into it; the lengths tell the pixels of an image.
 *
 * A bit is 1 iff (word >> 8)·255 < byte·2²⁴, which doubles hold exactly; word is the generator's first at element index
 * row·pixels + pixel (dynamic) or image·pixels + pixel (static).
 */
export function binarizeInto(out: Float32Array, bytes: Uint8Array, images: ArrayLike<number>, draw: BitDraw): void {
  const { binarization, streamId, step, firstRow = 0 } = draw;
  const pixels = out.length / images.length;
  for (let row = 0; row < images.length; row++) {
    const from = images[row] * pixels;
    const to = row * pixels;
    switch (binarization) {
      case "dynamic":
        bitsInto(out.subarray(to, to + pixels), bytes, from, (firstRow + row) * pixels, step, streamId);
        break;
      case "static":
        bitsInto(out.subarray(to, to + pixels), bytes, from, from, 0, streamId);
        break;
      case "none":
        for (let pixel = 0; pixel < pixels; pixel++) out[to + pixel] = bytes[from + pixel] / 255;
        break;
      default:
        throw new Error(`unknown binarization ${binarization satisfies never}`);
    }
  }
}

/** One image's bits. Bytes 0 and 255 are the same bit for every word, and most of an image; they are not drawn. */
function bitsInto(out: Float32Array, bytes: Uint8Array, from: number, firstElement: number, step: number, streamId: number): void {
  for (let pixel = 0; pixel < out.length; pixel++) {
    const byte = bytes[from + pixel];
    if (byte === 0) out[pixel] = 0;
    else if (byte === 255) out[pixel] = 1;
    else out[pixel] = (wordXAt(firstElement + pixel, step, streamId) >>> 8) * 255 < byte * 0x1000000 ? 1 : 0;
  }
}
