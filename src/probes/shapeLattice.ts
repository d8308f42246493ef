import { axisOver, lengthsOf } from "../numeric/densityAxis";
import { densityThresholds, HELD_SHARES, intervalsAbove } from "../numeric/highestDensity";
import { interpolateAt, kernelDensity, type WeightedDraws } from "../numeric/kernelDensity";
import type { LatticePatch } from "../numeric/latticePatches";

/** The shape of q over one or two dimensions: densities over lattices, in plain numbers. */

/** Where a density is known on a lattice: `side` points a dimension, rows of the vertical one. */
interface LatticeShape {
  kind: "lattice";
  side: number;
  /** Where each node lies on the axes shown, [side², 2]. The nodes of a row or column follow one another along a smooth curve. */
  points: Float32Array;
  /** log q at each node, in nats, [side²]. */
  logDensity: Float32Array;
  /** Above the first q holds 39.3 %, above the second 86.5 %, as within 1 and 2 standard deviations of a Gaussian. */
  thresholds: number[];
}

/** The true shape of q over one or two dimensions of the latent square. */
export type PosteriorShape = {
  /** The dimensions of the square, horizontal and (with more than one) vertical. */
  axes: number[];
  /** How many draws the shape is estimated from; null where it is exact but for the lattice. */
  draws: number | null;
} & (
  | { kind: "gaussian"; mean: number[]; covariance: number[] }
  | LatticeShape
  /** Where a density that was integrated by quadrature is high; thresholds as of a lattice. */
  | { kind: "patches"; patches: LatticePatch[]; thresholds: number[] }
  /** In one dimension: the intervals of highest density that hold 68.3 % and 95.4 % of q. */
  | { kind: "intervals"; levels: [number, number][][] }
);

/** Nodes along each dimension of a lattice, by the number of dimensions. */
const SIDES: Record<number, number> = { 1: 401, 2: 81 };

/** Half the side of a lattice of noise: beyond it lies 1e-5 of the mass. */
const NOISE_LIMIT = 4.5;

/** What a density is cut at, in nats below its highest, so that every difference of two is finite. */
const DEPTH = 60;

export interface Lattice {
  dimensions: number;
  /** [side^dimensions, dimensions]; rows along the second dimension. */
  points: Float32Array;
  logDensity: Float32Array;
  /** Of regions that hold 39.3 % and 86.5 %, in one dimension 68.3 % and 95.4 %. */
  thresholds: number[];
  draws: number | null;
}

const heldShares = (dimensions: number): readonly number[] => (dimensions === 1 ? HELD_SHARES[1] : HELD_SHARES[2]);

/** The Gaussian of some columns of all latents. */
export function gaussianShape(mean: Float32Array, covariance: Float32Array, columns: number[], axes: number[]): PosteriorShape | null {
  const of = columns.map((column) => mean[column]);
  const shared = columns.flatMap((row) => columns.map((column) => covariance[row * mean.length + column]));
  if (![...of, ...shared].every(Number.isFinite)) return null;
  return { kind: "gaussian", axes, draws: null, mean: of, covariance: shared };
}

/** What crosses to the page. */
export function shapeOf({ dimensions, points, logDensity, thresholds, draws }: Lattice, axes: number[]): PosteriorShape {
  if (dimensions === 2) return { kind: "lattice", axes, draws, side: SIDES[2], points, logDensity, thresholds };
  const isFalling = points[0] > points[points.length - 1];
  const [x, values] = isFalling ? [points.slice().reverse(), logDensity.slice().reverse()] : [points, logDensity];
  return { kind: "intervals", axes, draws, levels: thresholds.map((threshold) => intervalsAbove(x, values, threshold)) };
}

/** Evenly spaced noise, [side^dimensions, dimensions]. */
export function noiseNodes(dimensions: number): Float32Array {
  const side = SIDES[dimensions];
  const axis = Float32Array.from({ length: side }, (_, i) => NOISE_LIMIT * ((2 * i) / (side - 1) - 1));
  return latticeCodes(Array.from({ length: dimensions }, () => axis));
}

/** q over what a lattice of noise is mapped to: a node has the mass that the noise has there. Null where anything is not finite. */
export function noiseLattice(noise: Float32Array, points: Float32Array, logDensity: Float32Array, dimensions: number): Lattice | null {
  if (!points.every(Number.isFinite) || !logDensity.every(Number.isFinite)) return null;
  const masses = logDensity.map((_, node) => {
    let squares = 0;
    for (let d = 0; d < dimensions; d++) squares += noise[node * dimensions + d] ** 2;
    return Math.exp(-squares / 2);
  });
  const thresholds = densityThresholds(logDensity, masses, heldShares(dimensions));
  return { dimensions, points, logDensity, thresholds, draws: null };
}

/** Coordinates around draws, one array of them a dimension. */
export function drawsAxes(values: readonly Float32Array[]): Float32Array[] {
  return values.map((one) => axisOver(one, SIDES[values.length]));
}

/** Every point of the product of one or two axes, the first running fastest. */
export function latticeCodes([across, up]: readonly Float32Array[]): Float32Array {
  if (up === undefined) return across.slice();
  const codes = new Float32Array(2 * across.length * up.length);
  for (let row = 0; row < up.length; row++) {
    for (let column = 0; column < across.length; column++) codes.set([across[column], up[row]], 2 * (row * across.length + column));
  }
  return codes;
}

/** q over a lattice of z: a node has the mass of its cell. */
export function densityLattice(axes: readonly Float32Array[], points: Float32Array, density: Float32Array): Lattice | null {
  if (density.some(Number.isNaN)) return null;
  const logDensity = cut(density);
  const highest = logDensity.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const [across, up] = axes.map(lengthsOf);
  const cell = (node: number): number => across[node % across.length] * (up?.[Math.floor(node / across.length)] ?? 1);
  const masses = logDensity.map((value, node) => Math.exp(value - highest) * cell(node));
  const thresholds = densityThresholds(logDensity, masses, heldShares(axes.length));
  return { dimensions: axes.length, points, logDensity, thresholds, draws: null };
}

/** A kernel density over draws: the regions hold their share of the draws themselves. */
export function kernelLattice(draws: WeightedDraws, axes: readonly Float32Array[]): Lattice {
  const logDensity = cut(kernelDensity(draws, axes).map(Math.log));
  const thresholds = densityThresholds(interpolateAt(logDensity, axes, draws.values), draws.weights, heldShares(axes.length));
  return { dimensions: axes.length, points: latticeCodes(axes), logDensity, thresholds, draws: draws.weights.length };
}

function cut(logDensity: Float32Array): Float32Array {
  const highest = logDensity.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  return logDensity.map((value) => Math.max(value, highest - DEPTH));
}
