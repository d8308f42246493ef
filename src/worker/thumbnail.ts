import type { LatentGrid } from "../probes/latentGrid";
import { THUMBNAIL_SIDE } from "../storage/savedRun";

/** Digits on a side of a thumbnail, and their pixels. */
const DIGITS = 6;
const DIGIT_SIDE = THUMBNAIL_SIDE / DIGITS;
const IMAGE_SIDE = 28;
const BLOCK = IMAGE_SIDE / DIGIT_SIDE;

/** Some of the latent square's digits, evenly chosen, at half their size: [84 · 84], 0 … 255. */
export function thumbnailOf({ settings, pixels }: LatentGrid): Uint8Array {
  const picture = new Uint8Array(THUMBNAIL_SIDE ** 2);
  const { side } = settings;
  const cell = (place: number) => Math.min(side - 1, Math.floor(((place + 0.5) * side) / DIGITS));
  for (let y = 0; y < THUMBNAIL_SIDE; y++) {
    const row = cell(Math.floor(y / DIGIT_SIDE)) * side;
    for (let x = 0; x < THUMBNAIL_SIDE; x++) {
      const image = (row + cell(Math.floor(x / DIGIT_SIDE))) * IMAGE_SIDE ** 2;
      const corner = (y % DIGIT_SIDE) * BLOCK * IMAGE_SIDE + (x % DIGIT_SIDE) * BLOCK;
      let sum = 0;
      for (let pixel = 0; pixel < BLOCK ** 2; pixel++)
        sum += pixels[image + corner + Math.floor(pixel / BLOCK) * IMAGE_SIDE + (pixel % BLOCK)];
      picture[y * THUMBNAIL_SIDE + x] = Math.round(sum / BLOCK ** 2);
    }
  }
  return picture;
}
