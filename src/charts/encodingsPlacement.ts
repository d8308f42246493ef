import { type LatentSquareTransform, LINEAR_LIMIT } from "./latentSquareTransform";

/** With one dimension, the share of the square's height that the row of decoded digits has; ten lanes, one per digit, fill the rest. */
const STRIP_HEIGHT = 0.05;

/** Lanes from the bottom up: the centre of digit d's lane, in units of the square. */
export function laneCenter(digit: number): number {
  return STRIP_HEIGHT + ((9 - digit + 0.5) / 10) * (1 - STRIP_HEIGHT);
}

export interface PlacedEncodings {
  /** Position of each image in units of the square, from the bottom left, [count]. */
  horizontal: Float32Array;
  vertical: Float32Array;
  labels: Uint8Array;
  indices: Uint32Array;
  /** Images with |z| > 3 on an axis: off a linear axis, at the very edge of a quantile axis. */
  beyond: number;
}

/** A number in [0, 1) that spreads successive indices evenly (the golden ratio's multiples). */
const spread = (index: number): number => (index * 0.6180339887498949) % 1;

/**
 * Puts test images on the square by z of two dimensions. With one dimension the height is the digit's lane, with a fixed jitter.
 * @param z [count, dim]
 */
export function placeEncodings(
  encodings: { z: Float32Array; count: number; dim: number; labels: Uint8Array; indices: Uint32Array },
  axes: readonly [number, number],
  transform: LatentSquareTransform,
): PlacedEncodings {
  const { z, count, dim, labels, indices } = encodings;
  const horizontal = new Float32Array(count);
  const vertical = new Float32Array(count);
  let beyond = 0;
  for (let i = 0; i < count; i++) {
    const across = z[i * dim + axes[0]];
    const up = dim > 1 ? z[i * dim + axes[1]] : 0;
    horizontal[i] = transform.toUnit(across);
    vertical[i] = dim > 1 ? transform.toUnit(up) : laneCenter(labels[i]) + (spread(i) - 0.5) * 0.075;
    if (Math.abs(across) > LINEAR_LIMIT || Math.abs(up) > LINEAR_LIMIT) beyond++;
  }
  return { horizontal, vertical, labels, indices, beyond };
}

/** The image drawn nearest to a point, by position in units of the square; undefined when none on the square is within the reach. */
export function nearestEncoding({ horizontal, vertical }: PlacedEncodings, across: number, up: number, reach: number): number | undefined {
  let nearest: number | undefined;
  let least = reach ** 2;
  for (let i = 0; i < horizontal.length; i++) {
    const distance = (horizontal[i] - across) ** 2 + (vertical[i] - up) ** 2;
    const isOnSquare = horizontal[i] >= 0 && horizontal[i] <= 1 && vertical[i] >= 0 && vertical[i] <= 1;
    if (distance < least && isOnSquare) [nearest, least] = [i, distance];
  }
  return nearest;
}
