import { cellKey } from "./latticeCells";
import type { Quadrature, ValuedCells } from "./quadrature";

/** Where a density that quadrature has integrated is high, as something to draw. */

/** A rectangle of evenly spaced values, row by row from the lowest. */
export interface LatticePatch {
  columns: number;
  rows: number;
  /** The first value's coordinates, and the distance of one to the next. */
  from: [number, number];
  spacing: number;
  /** log of the normalised density, [rows · columns]; far below the rest where it is not known. */
  logDensity: Float32Array;
}

/** What stands for a value that is not known, in nats below the lowest threshold. */
const UNKNOWN = 20;

/** Patches of more values a side than this are drawn from means over blocks. */
const LONGEST_SIDE = 320;

/** Cells of the finest lattice that touch one another, directly or by a corner. */
function components(cells: ValuedCells, isIn: (cell: number) => boolean): number[][] {
  const { places, values } = cells;
  const byKey = new Map<number, number>();
  for (let cell = 0; cell < values.length; cell++) if (isIn(cell)) byKey.set(cellKey(places, 2, cell), cell);
  const found: number[][] = [];
  for (const [first, start] of byKey) {
    byKey.delete(first);
    const component = [start];
    for (const cell of component) {
      for (const key of around(places, cell)) {
        const neighbour = byKey.get(key);
        if (neighbour === undefined) continue;
        byKey.delete(key);
        component.push(neighbour);
      }
    }
    found.push(component);
  }
  return found;
}

function around(places: Int32Array, cell: number): number[] {
  const [across, up] = [places[2 * cell], places[2 * cell + 1]];
  return [-1, 0, 1].flatMap((dy) => [-1, 0, 1].map((dx) => cellKey([across + dx, up + dy], 2, 0)));
}

/** The parts of the plane where the density reaches `threshold` (log of the normalised density), each with a margin that closes its contours. */
export function latticePatches({ levels, logIntegral }: Quadrature, threshold: number): LatticePatch[] {
  const [cells] = levels;
  const { places, values, spacing } = cells;
  const byKey = new Map<number, number>();
  for (let cell = 0; cell < values.length; cell++) byKey.set(cellKey(places, 2, cell), cell);
  return components(cells, (cell) => values[cell] - logIntegral >= threshold).map((component) => {
    const [left, right] = span(component.map((cell) => places[2 * cell]));
    const [low, high] = span(component.map((cell) => places[2 * cell + 1]));
    const block = Math.ceil(Math.max(right - left, high - low) / LONGEST_SIDE);
    const [columns, rows] = [Math.ceil((right - left) / block), Math.ceil((high - low) / block)];
    const own = new Set(component.map((cell) => cellKey(places, 2, cell)));
    const near = new Set(component.flatMap((cell) => around(places, cell)));
    const at = (across: number, up: number): number => {
      const key = cellKey([across, up], 2, 0);
      const cell = byKey.get(key);
      // What belongs to another patch is drawn there.
      return cell === undefined || !(own.has(key) || near.has(key)) ? threshold - UNKNOWN : values[cell] - logIntegral;
    };
    const logDensity = Float32Array.from({ length: rows * columns }, (_, i) => {
      const [across, up] = [left + (i % columns) * block, low + Math.floor(i / columns) * block];
      let total = 0;
      for (let part = 0; part < block * block; part++) total += at(across + (part % block), up + Math.floor(part / block));
      return total / block ** 2;
    });
    return { columns, rows, from: [(left + block / 2) * spacing, (low + block / 2) * spacing], spacing: spacing * block, logDensity };
  });
}

/** From one below the least to two above the greatest. */
function span(places: number[]): [number, number] {
  let [least, most] = [places[0], places[0]];
  for (const place of places) {
    least = Math.min(least, place);
    most = Math.max(most, place);
  }
  return [least - 1, most + 2];
}

/** In one dimension: the intervals in which the density reaches the threshold. */
export function latticeIntervals({ levels, logIntegral }: Quadrature, threshold: number): [number, number][] {
  const high = levels.flatMap(({ spacing, places, values }) =>
    Array.from(values.keys())
      .filter((cell) => values[cell] - logIntegral >= threshold)
      .map((cell): [number, number] => [places[cell] * spacing, (places[cell] + 1) * spacing]),
  );
  const intervals: [number, number][] = [];
  for (const [from, to] of high.sort((a, b) => a[0] - b[0])) {
    const last = intervals.at(-1);
    if (last !== undefined && from <= last[1] + 1e-9) last[1] = Math.max(last[1], to);
    else intervals.push([from, to]);
  }
  return intervals;
}
