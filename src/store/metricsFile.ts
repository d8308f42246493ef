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
  "klPerLayer",
  "iwae",
  "samples",
] as const satisfies readonly HistoryColumn[];

/** Every point of the run as CSV; `latentDim` of its experiment names the columns of the KL. */
export function metricsCsv(history: readonly HistoryPoint[], latentDim?: number): string {
  return historyCsv(COLUMNS, history, latentDim);
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
