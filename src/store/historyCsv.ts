import type { HistoryPoint } from "../worker/protocol";

/** What a column can hold of a point, by its name in the history; `klPerDimension` becomes kl1, kl2, …, `klPerLayer` klLayer1, … */
export type HistoryColumn = keyof HistoryPoint;

type Cell = number | string | undefined;

const text = (cell: Cell): string => (cell === undefined || (typeof cell === "number" && !Number.isFinite(cell)) ? "" : String(cell));

/** Points as CSV with a header line: nats per image, nothing smoothed; what a point does not have is left empty. */
export function historyCsv(columns: readonly HistoryColumn[], history: readonly HistoryPoint[]): string {
  const spread = (column: HistoryColumn): [string, (point: HistoryPoint) => Cell][] => {
    if (column !== "klPerDimension" && column !== "klPerLayer") return [[column, (point) => point[column]]];
    const most = history.reduce((length, point) => Math.max(length, point[column]?.length ?? 0), 0);
    const name = column === "klPerDimension" ? "kl" : "klLayer";
    return Array.from({ length: most }, (_, i) => [`${name}${i + 1}`, (point) => point[column]?.[i]]);
  };
  const cells = columns.flatMap(spread);
  const rows = history.map((point) => cells.map(([, read]) => text(read(point))));
  return `${[cells.map(([name]) => name), ...rows].map((row) => row.join(",")).join("\n")}\n`;
}
