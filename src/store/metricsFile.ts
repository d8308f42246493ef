import type { HistoryPoint } from "../worker/protocol";
import { type HistoryColumn, historyCsv } from "./historyCsv";
import type { AppState } from "./state";

/** The columns of the CSV, in order. */
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
  "klPerDimension",
] as const satisfies readonly HistoryColumn[];

/** Every point of the run as CSV. */
export function metricsCsv(history: readonly HistoryPoint[]): string {
  return historyCsv(COLUMNS, history);
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
