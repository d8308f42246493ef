import type { HistoryPoint, Split } from "../worker/protocol";

/** The quantities of a history point that are drawn as curves. */
const CURVE_QUANTITIES = ["reconstruction", "kl", "elbo", "loss", "beta", "iwae", "samples"] as const;

const COLUMNS = ["step", "elboStandardError", ...CURVE_QUANTITIES] as const;
type Column = (typeof COLUMNS)[number];

/** One split's history column by column, in the order of its steps; all columns have the same length. Not measured: NaN. */
export interface CurveColumns extends Record<Column, Float64Array> {
  split: Split;
  /** The points themselves, for what is looked up one at a time (KL per dimension, counts). */
  points: readonly HistoryPoint[];
  /** The history that the columns were made of. */
  source: readonly HistoryPoint[];
}

/** The points of one split as columns. Steps must ascend, as a history's do. */
export function curveColumns(history: readonly HistoryPoint[], split: Split): CurveColumns {
  return extendColumns({ ...emptyColumns(split), source: [] }, history);
}

function emptyColumns(split: Split): CurveColumns {
  const none = new Float64Array(0);
  return {
    split,
    points: [],
    source: [],
    step: none,
    elboStandardError: none,
    reconstruction: none,
    kl: none,
    elbo: none,
    loss: none,
    beta: none,
    iwae: none,
    samples: none,
  };
}

/** Whether `history` is `source` with points added at the end. */
function continues(source: readonly HistoryPoint[], history: readonly HistoryPoint[]): boolean {
  const length = source.length;
  return length <= history.length && (length === 0 || (source[0] === history[0] && source[length - 1] === history[length - 1]));
}

/** A column of `length` values that begins with `column`; its memory is shared where that has room, doubled where it has none. */
function grown(column: Float64Array, length: number): Float64Array {
  if (column.byteOffset + length * 8 <= column.buffer.byteLength) return new Float64Array(column.buffer, 0, length);
  const larger = new Float64Array(Math.max(256, 2 * length));
  larger.set(column);
  return larger.subarray(0, length);
}

/**
 * The columns of `history`, made from those of its beginning where it only grew, so that a report costs the points it brings and
 * not all that went before. `previous` stays as it was; only one line of growth may start from it.
 */
export function extendColumns(previous: CurveColumns, history: readonly HistoryPoint[]): CurveColumns {
  const start = continues(previous.source, history) ? previous : emptyColumns(previous.split);
  const added = history.slice(start.source.length).filter((point) => point.split === previous.split);
  if (added.length === 0) return { ...start, source: history };
  const before = start.points.length;
  const columns: CurveColumns = { ...start, points: start.points.concat(added), source: history };
  for (const name of COLUMNS) {
    const values = grown(start[name], before + added.length);
    for (let index = 0; index < added.length; index++) values[before + index] = added[index][name] ?? Number.NaN;
    columns[name] = values;
  }
  return columns;
}
