import type { CurveFigureName } from "../charts/curveFigures";
import type { AppState } from "../store/state";

type HistoryPoint = AppState["history"][number];

const text = (value: number | undefined): string => (value === undefined || !Number.isFinite(value) ? "" : String(value));

/** Columns beyond step, epoch, split and the quantity itself, for each figure. */
function details(name: CurveFigureName, dimensions: number): [string, (point: HistoryPoint) => number | undefined][] {
  switch (name) {
    case "reconstruction":
      return [["images", (point) => point.count]];
    case "kl":
      return [
        ["beta", (point) => point.beta],
        ["active_units", (point) => point.activeUnits],
        ...Array.from({ length: dimensions }, (_, dimension): [string, (point: HistoryPoint) => number | undefined] => [
          `kl_${dimension + 1}`,
          (point) => point.klPerDimension?.[dimension],
        ]),
      ];
    case "elbo":
      return [
        ["standard_error", (point) => point.elboStandardError],
        ["images", (point) => point.count],
        ["loss", (point) => point.loss],
      ];
    default:
      throw new Error(`unknown figure ${name satisfies never}`);
  }
}

/** All points of one figure as CSV with a header line: nats per image, nothing smoothed; what was not measured is left empty. */
export function figureCsv(name: CurveFigureName, history: readonly HistoryPoint[]): string {
  const dimensions = history.find((point) => point.klPerDimension)?.klPerDimension?.length ?? 0;
  const extra = details(name, dimensions);
  const header = ["step", "epoch", "split", name, ...extra.map(([title]) => title)];
  const rows = history.map((point) => [
    text(point.step),
    text(point.epoch),
    point.split,
    text(point[name]),
    ...extra.map(([, read]) => text(read(point))),
  ]);
  return `${[header, ...rows].map((row) => row.join(",")).join("\n")}\n`;
}
