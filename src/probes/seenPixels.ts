import { IMAGE_PIXELS } from "../data/manifest";
import type { Split } from "../data/split";
import type { Experiment } from "../experiment/experiment";
import { binarizeInto } from "../numeric/binarization";
import { stream } from "../numeric/random";

/**
 * What the encoder is shown of images in a picture, [n, 784]: bits by each image's index in `bytes`, the same in every picture, or grey
 * levels without binarization. Of training images under static binarization, the very bits that the run trains on.
 */
export function seenPixels(
  { seed, data }: Pick<Experiment, "seed" | "data">,
  split: Split | "drawn",
  bytes: Uint8Array,
  indices: ArrayLike<number>,
): Float32Array {
  const pixels = new Float32Array(indices.length * IMAGE_PIXELS);
  const binarization = data.binarization === "none" ? "none" : "static";
  const isTrainedOn = split === "train" && data.binarization === "static";
  binarizeInto(pixels, bytes, indices, { binarization, streamId: stream(seed, isTrainedOn ? "bits" : `pictures/${split}`), step: 0 });
  return pixels;
}
