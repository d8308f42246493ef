import type { HistoryPoint } from "../worker/protocol";

/**
 * What a column can hold of a point, by its name in the history; `klPerDimension` becomes kl1, kl2, … (and klShared, what the dimensions
 * share), `klPerLayer` klLayer1, …
 */
export type HistoryColumn = keyof HistoryPoint;

type Cell = number | string | undefined;

const text = (cell: Cell): string => (cell === undefined || (typeof cell === "number" && !Number.isFinite(cell)) ? "" : String(cell));

/** Columns of one objective only: there is none where no point has a value. */
const OF_SOME_RUNS: readonly HistoryColumn[] = ["iwae", "samples"];

/**
 * Points as CSV with a header line: nats per image, nothing smoothed; what a point does not have is left empty. `latentDim` tells the
 * dimensions' own columns from the one after them.
 */
export function historyCsv(
  columns: readonly HistoryColumn[],
  history: readonly HistoryPoint[],
  latentDim = Number.POSITIVE_INFINITY,
): string {
  const spread = (column: HistoryColumn): [string, (point: HistoryPoint) => Cell][] => {
    if (OF_SOME_RUNS.includes(column) && history.every((point) => point[column] === undefined)) return [];
    if (column !== "klPerDimension" && column !== "klPerLayer") return [[column, (point) => point[column]]];
    const most = history.reduce((length, point) => Math.max(length, point[column]?.length ?? 0), 0);
    const dimensionName = (i: number) => (i < latentDim ? `kl${i + 1}` : "klShared");
    const name = (i: number) => (column === "klPerDimension" ? dimensionName(i) : `klLayer${i + 1}`);
    return Array.from({ length: most }, (_, i) => [name(i), (point) => point[column]?.[i]]);
  };
  const cells = columns.flatMap(spread);
  const rows = history.map((point) => cells.map(([, read]) => text(read(point))));
  return `${[cells.map(([name]) => name), ...rows].map((row) => row.join(",")).join("\n")}\n`;
}
