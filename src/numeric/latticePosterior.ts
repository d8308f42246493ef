import { cellKey } from "./latticeCells";
import type { Quadrature, ValuedCells } from "./quadrature";

/** What follows from a density that quadrature has integrated: its moments, regions of highest density, and modes. */

/** Calls `use` with the middle of every cell and the share of the mass that is in it. */
export function forEachCell(
  { levels, logIntegral }: Quadrature,
  use: (middle: readonly number[], mass: number, cells: ValuedCells) => void,
): void {
  for (const cells of levels) {
    const { dim, spacing, places, values } = cells;
    const size = spacing ** dim;
    const middle = new Array<number>(dim);
    for (let cell = 0; cell < values.length; cell++) {
      const mass = size * Math.exp(values[cell] - logIntegral);
      if (mass === 0) continue;
      for (let d = 0; d < dim; d++) middle[d] = (places[dim * cell + d] + 0.5) * spacing;
      use(middle, mass, cells);
    }
  }
}

/** Mean, [dim], and covariance, [dim, dim] row by row. */
export function latticeMoments(quadrature: Quadrature): { mean: number[]; covariance: number[] } {
  const { dim } = quadrature.levels[0];
  const mean = new Array<number>(dim).fill(0);
  const covariance = new Array<number>(dim * dim).fill(0);
  forEachCell(quadrature, (middle, mass) => {
    for (let d = 0; d < dim; d++) mean[d] += mass * middle[d];
  });
  forEachCell(quadrature, (middle, mass) => {
    for (let i = 0; i < dim * dim; i++) {
      const [row, column] = [Math.floor(i / dim), i % dim];
      covariance[i] += mass * (middle[row] - mean[row]) * (middle[column] - mean[column]);
    }
  });
  return { mean, covariance };
}

/** Thresholds t on the log of the normalised density such that where it is above t holds each of `shares` of the mass. */
export function latticeThresholds({ levels, logIntegral }: Quadrature, shares: readonly number[]): number[] {
  const all = levels.flatMap(({ dim, spacing, values }) => {
    const logSize = dim * Math.log(spacing);
    return Array.from(values, (value) => ({ logDensity: value - logIntegral, mass: Math.exp(value - logIntegral + logSize) }));
  });
  const ordered = all.filter(({ mass }) => mass > 1e-12).sort((a, b) => b.logDensity - a.logDensity);
  return shares.map((share) => {
    let held = 0;
    for (const { logDensity, mass } of ordered) {
      held += mass;
      if (held >= share) return logDensity;
    }
    return ordered[ordered.length - 1]?.logDensity ?? Number.NEGATIVE_INFINITY;
  });
}

export interface LatticeMode {
  /** The middle of the highest cell, [dim]. */
  place: number[];
  /** The log of the normalised density there. */
  logDensity: number;
  /** The share of the mass of all cells from which one climbs to it. */
  mass: number;
}

/** A peak counts as a mode if it stands this many nats above the pass to a higher one: smaller ones are kinks of the decoder. */
const LEAST_PROMINENCE = 0.5;

/**
 * Modes among the finest cells, the highest first. Cells are flooded from the highest down: each joins the peak of its higher neighbours; where
 * two peaks meet, the lower ends in the higher unless it is prominent.
 */
export function latticeModes({ levels, logIntegral }: Quadrature): LatticeMode[] {
  const [cells] = levels;
  const { dim, spacing, places, values } = cells;
  const order = Uint32Array.from(values.keys()).sort((a, b) => values[b] - values[a]);
  const byKey = new Map<number, number>();
  const parent = new Map<number, number>();
  const masses = new Map<number, number>();
  const peakOf = (cell: number): number => {
    let peak = cell;
    while (parent.get(peak) !== peak) peak = parent.get(peak) ?? peak;
    parent.set(cell, peak);
    return peak;
  };
  const modes = new Set<number>();
  const mergeInto = (higher: number, lower: number, pass: number) => {
    if (values[lower] - pass >= LEAST_PROMINENCE) modes.add(lower);
    parent.set(lower, higher);
    // A mode keeps the mass that it had when it met a higher one.
    if (!modes.has(lower)) masses.set(higher, (masses.get(higher) ?? 0) + (masses.get(lower) ?? 0));
  };
  for (const cell of order) {
    const peaks = [...new Set(neighbours(places, dim, cell).flatMap((key) => byKey.get(key) ?? []).map(peakOf))]; // biome-ignore format: one chain
    peaks.sort((a, b) => values[b] - values[a]);
    byKey.set(cellKey(places, dim, cell), cell);
    parent.set(cell, peaks[0] ?? cell);
    for (const lower of peaks.slice(1)) mergeInto(peaks[0], lower, values[cell]);
    const peak = peaks[0] ?? cell;
    masses.set(peak, (masses.get(peak) ?? 0) + spacing ** dim * Math.exp(values[cell] - logIntegral));
  }
  for (const cell of order) if (parent.get(cell) === cell) modes.add(cell);
  return [...modes]
    .sort((a, b) => values[b] - values[a])
    .map((cell) => ({
      place: Array.from({ length: dim }, (_, d) => (places[dim * cell + d] + 0.5) * spacing),
      logDensity: values[cell] - logIntegral,
      mass: masses.get(cell) ?? 0,
    }));
}

/** Keys of the cells around one. */
function neighbours(places: Int32Array, dim: 1 | 2, cell: number): number[] {
  const at = [...places.subarray(dim * cell, dim * cell + dim)];
  if (dim === 1) return [-1, 1].map((dx) => cellKey([at[0] + dx], 1, 0));
  return [-1, 0, 1].flatMap((dy) => [-1, 0, 1].flatMap((dx) => (dx === 0 && dy === 0 ? [] : [cellKey([at[0] + dx, at[1] + dy], 2, 0)])));
}
