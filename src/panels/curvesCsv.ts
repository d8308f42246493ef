import type { CurveFigureName } from "../charts/curveFigures";
import { type HistoryColumn, historyCsv } from "../store/historyCsv";
import type { HistoryPoint } from "../worker/protocol";

/** Columns beyond step, epoch, split and the quantity itself, for each figure. */
const DETAILS = {
  reconstruction: ["count"],
  kl: ["beta", "activeUnits", "klPerDimension", "klPerLayer"],
  elbo: ["elboStandardError", "count", "loss", "iwae", "samples"],
} as const satisfies Record<CurveFigureName, readonly HistoryColumn[]>;

/** All points of one figure as CSV. */
export function figureCsv(name: CurveFigureName, history: readonly HistoryPoint[], latentDim?: number): string {
  return historyCsv(["step", "epoch", "split", name, ...DETAILS[name]], history, latentDim);
}
