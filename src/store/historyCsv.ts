import type { HistoryPoint } from "../worker/protocol";

/** What a column can hold of a point, by its name in the history; `klPerDimension` becomes kl1, kl2, … */
export type HistoryColumn = keyof HistoryPoint;

type Cell = number | string | undefined;

const text = (cell: Cell): string => (cell === undefined || (typeof cell === "number" && !Number.isFinite(cell)) ? "" : String(cell));

/** Points as CSV with a header line: nats per image, nothing smoothed; what a point does not have is left empty. */
export function historyCsv(columns: readonly HistoryColumn[], history: readonly HistoryPoint[]): string {
  const dimensions = history.reduce((most, point) => Math.max(most, point.klPerDimension?.length ?? 0), 0);
  const spread = (column: HistoryColumn): [string, (point: HistoryPoint) => Cell][] => {
    if (column !== "klPerDimension") return [[column, (point) => point[column]]];
    return Array.from({ length: dimensions }, (_, dimension) => [`kl${dimension + 1}`, (point) => point.klPerDimension?.[dimension]]);
  };
  const cells = columns.flatMap(spread);
  const rows = history.map((point) => cells.map(([, read]) => text(read(point))));
  return `${[cells.map(([name]) => name), ...rows].map((row) => row.join(",")).join("\n")}\n`;
}
