import { bisectLeft } from "d3";
import type { StepScale } from "./stepScale";

/**
 * Where each pixel column of the plot begins: column c holds the indices starts[c] … starts[c + 1] − 1 of `steps`.
 * `pixelsPerColumn` above 1 makes columns wider. Length: columns + 1.
 */
export function columnStarts(steps: Float64Array, scale: StepScale, pixelsPerColumn = 1): Int32Array {
  const columns = Math.max(1, Math.ceil(scale.width / pixelsPerColumn));
  const starts = new Int32Array(columns + 1);
  for (let column = 0; column < columns; column++) {
    starts[column] = bisectLeft(steps, scale.toStep(column * pixelsPerColumn), column === 0 ? 0 : starts[column - 1]);
  }
  starts[columns] = steps.length;
  return starts;
}

/** The first, lowest, highest and last of `values` between two indices, and the first that is a gap; ascending, without repeats. */
function columnIndices(values: Float64Array, from: number, to: number): number[] {
  let low = -1;
  let high = -1;
  let gap = -1;
  for (let index = from; index < to; index++) {
    const value = values[index];
    if (!Number.isFinite(value)) {
      if (gap < 0) gap = index;
      continue;
    }
    if (low < 0 || value < values[low]) low = index;
    if (high < 0 || value > values[high]) high = index;
  }
  const indices = [from, low, high, to - 1, gap].filter((index) => index >= 0).sort((a, b) => a - b);
  return indices.filter((index, place) => index !== indices[place - 1]);
}

/**
 * Indices of the points that a line through all of them needs in order to look the same on screen: first, lowest, highest and last
 * of every pixel column (M4 aggregation; Jugel, Jerzak, Hackenbroich and Markl, VLDB 2014), with one more point beyond each edge.
 * At most 5 per column however long the history is.
 */
export function visibleIndices(values: Float64Array, starts: Int32Array): number[] {
  const first = starts[0];
  const indices = first > 0 ? [first - 1] : [];
  for (let column = 0; column + 1 < starts.length; column++) {
    const from = starts[column];
    const to = starts[column + 1];
    if (to - from <= 2) {
      for (let index = from; index < to; index++) indices.push(index);
    } else {
      indices.push(...columnIndices(values, from, to));
    }
  }
  return indices;
}

/** Indices of the points to draw of a curve. A log axis has no place for step 0, so that a line on it begins at the first step after. */
export function drawnIndices(steps: Float64Array, values: Float64Array, scale: StepScale): number[] {
  const indices = visibleIndices(values, columnStarts(steps, scale));
  return scale.kind === "log" ? indices.filter((index) => steps[index] > 0) : indices;
}

/** The last index of every column that holds any: one exact point per column. */
export function lastPerColumn(starts: Int32Array): number[] {
  const indices: number[] = [];
  for (let column = 0; column + 1 < starts.length; column++) {
    if (starts[column + 1] > starts[column]) indices.push(starts[column + 1] - 1);
  }
  return indices;
}
