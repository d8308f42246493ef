import { IMAGE_PIXELS } from "../data/manifest";
import type { Split } from "../data/split";

/** What the console API takes; every refusal says what was wrong and what is allowed. */

/** Number of images in `pixels`. @throws Error unless a Float32Array of [n, 784] with values in [0, 1]. */
export function checkPixels(pixels: Float32Array): number {
  if (!(pixels instanceof Float32Array)) throw new Error("pixels must be a Float32Array of [n, 784]");
  if (pixels.length === 0 || pixels.length % IMAGE_PIXELS !== 0) {
    throw new Error(`pixels has ${pixels.length} values; allowed: a multiple of 784, one image after another`);
  }
  const wrong = pixels.findIndex((value) => !(value >= 0 && value <= 1));
  if (wrong >= 0) throw new Error(`pixels[${wrong}] was ${pixels[wrong]}; allowed: grey levels from 0 to 1`);
  return pixels.length / IMAGE_PIXELS;
}

/** Number of codes in `z`. @throws Error unless a Float32Array of [n, dim] of finite values. */
export function checkCodes(z: Float32Array, dim: number): number {
  if (!(z instanceof Float32Array)) throw new Error("z must be a Float32Array of [n, dim]");
  if (z.length === 0 || z.length % dim !== 0)
    throw new Error(`z has ${z.length} values; allowed: a multiple of the latent dimension, ${dim}`);
  const wrong = z.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) throw new Error(`z[${wrong}] was ${z[wrong]}; allowed: finite numbers`);
  return z.length / dim;
}

export function checkCount(name: string, value: number, min: number, max: number): void {
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new Error(`${name} was ${value}; allowed: a whole number from ${min} to ${max}`);
  }
}

export function checkSeed(seed: number): void {
  checkCount("seed", seed, 0, 4294967295);
}

export function checkSplit(split: Split): void {
  if (split !== "train" && split !== "test") throw new Error(`split was "${split}"; allowed: "train" or "test"`);
}
