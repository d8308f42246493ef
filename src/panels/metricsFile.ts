import type { AppState } from "../store/state";

type HistoryPoint = AppState["history"][number];

/** The columns of the CSV, in order; KL per dimension follows as kl1, kl2, … */
const COLUMNS = [
  "step",
  "epoch",
  "split",
  "reconstruction",
  "kl",
  "elbo",
  "loss",
  "beta",
  "gradientNorm",
  "count",
  "elboStandardError",
  "activeUnits",
] as const satisfies (keyof HistoryPoint)[];

/** Every point of the run as CSV with a header line, in nats per image; what a point does not have is left empty. */
export function metricsCsv(history: readonly HistoryPoint[]): string {
  const dimensions = Math.max(0, ...history.map((point) => point.klPerDimension?.length ?? 0));
  const perDimension = Array.from({ length: dimensions }, (_, dimension) => dimension);
  const header = [...COLUMNS, ...perDimension.map((dimension) => `kl${dimension + 1}`)];
  const rows = history.map((point) => [
    ...COLUMNS.map((column) => point[column] ?? ""),
    ...perDimension.map((dimension) => point.klPerDimension?.[dimension] ?? ""),
  ]);
  return `${[header, ...rows].map((row) => row.join(",")).join("\n")}\n`;
}

/** The run as JSON: what it is, what was changed on the way, and every point. */
export function metricsJson({
  experiment,
  engine,
  changes,
  history,
}: Pick<AppState, "experiment" | "engine" | "changes" | "history">): string {
  return `${JSON.stringify({ app: "VAE Playground", units: "nats per image", experiment, engine, changes, history }, null, 1)}\n`;
}
