import { binarizeInto } from "../data/binarization";
import { IMAGE_PIXELS } from "../data/manifest";
import type { Experiment } from "../experiment/experiment";
import { stream } from "../numeric/random";

/** What the encoder is shown of images in a picture: fixed bits by each image's index, or grey levels without binarization; [n, 784]. */
export function seenPixels({ seed, data }: Experiment, bytes: Uint8Array, indices: ArrayLike<number>): Float32Array {
  const pixels = new Float32Array(indices.length * IMAGE_PIXELS);
  const binarization = data.binarization === "none" ? "none" : "static";
  binarizeInto(pixels, bytes, indices, { binarization, streamId: stream(seed, "pictures"), step: 0 });
  return pixels;
}
