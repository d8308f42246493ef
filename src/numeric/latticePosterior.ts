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

/** A mode has at least this share of the mass: cells that were refined because a mode was expected there are none. */
const LEAST_MASS = 1e-3;

/**
 * Cells flooded from the highest down: `basin` is the peak that one climbs to from a cell, `into` the cell beyond the pass at which a peak
 * that is not prominent ends.
 */
function flood({ dim, places, values }: ValuedCells): { basin: Int32Array; into: Map<number, number> } {
  const order = Uint32Array.from(values.keys()).sort((a, b) => values[b] - values[a]);
  const byKey = new Map<number, number>();
  const basin = new Int32Array(values.length);
  const parent = new Int32Array(values.length);
  const into = new Map<number, number>();
  const islandOf = (cell: number): number => {
    let island = basin[cell];
    while (parent[island] !== island) island = parent[island];
    parent[basin[cell]] = island;
    return island;
  };
  for (const cell of order) {
    const higher = neighbours(places, dim, cell).flatMap((key) => byKey.get(key) ?? []);
    higher.sort((a, b) => values[b] - values[a]);
    byKey.set(cellKey(places, dim, cell), cell);
    basin[cell] = higher.length === 0 ? cell : basin[higher[0]];
    if (higher.length === 0) parent[cell] = cell;
    const islands = [...new Set(higher.map(islandOf))].sort((a, b) => values[b] - values[a]);
    for (const lower of islands.slice(1)) {
      if (values[lower] - values[cell] < LEAST_PROMINENCE) into.set(lower, higher.find((other) => islandOf(other) === islands[0]) ?? lower);
      parent[lower] = islands[0];
    }
  }
  return { basin, into };
}

/** Modes among the finest cells, the highest first, each with the mass of its basin and of those that end in it. */
export function latticeModes({ levels, logIntegral }: Quadrature): LatticeMode[] {
  const [cells] = levels;
  const { dim, spacing, places, values } = cells;
  const { basin, into } = flood(cells);
  const masses = new Map<number, number>();
  values.forEach((value, cell) => {
    let peak = basin[cell];
    for (let next = into.get(peak); next !== undefined; next = into.get(peak)) peak = basin[next];
    masses.set(peak, (masses.get(peak) ?? 0) + spacing ** dim * Math.exp(value - logIntegral));
  });
  return [...masses]
    .filter(([, mass]) => mass >= LEAST_MASS)
    .sort(([a], [b]) => values[b] - values[a])
    .map(([peak, mass]) => ({
      place: Array.from({ length: dim }, (_, d) => (places[dim * peak + d] + 0.5) * spacing),
      logDensity: values[peak] - logIntegral,
      mass,
    }));
}

/** Keys of the cells around one. */
function neighbours(places: Int32Array, dim: 1 | 2, cell: number): number[] {
  const at = [...places.subarray(dim * cell, dim * cell + dim)];
  if (dim === 1) return [-1, 1].map((dx) => cellKey([at[0] + dx], 1, 0));
  return [-1, 0, 1].flatMap((dy) => [-1, 0, 1].flatMap((dx) => (dx === 0 && dy === 0 ? [] : [cellKey([at[0] + dx, at[1] + dy], 2, 0)])));
}
