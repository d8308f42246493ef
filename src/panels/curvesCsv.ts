import type { CurveFigureName } from "../charts/curveFigures";
import type { TruthCurves } from "../charts/truthCurves";
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

/** The measured points of log p(x) and L_K as CSV, in nats per image; what was not measured is left empty. */
export function truthCsv({ step, elbo, evidence, evidenceError, bound, boundError, samples }: TruthCurves): string {
  const cells = (index: number) =>
    [step, elbo, evidence, evidenceError, bound, boundError].map(({ [index]: value }) => (Number.isFinite(value) ? value : ""));
  const rows = Array.from(step, (_, index) => [...cells(index), samples].join(","));
  return ["step,elbo,logEvidence,logEvidenceGapError,iwae,iwaeGapError,samples", ...rows, ""].join("\n");
}
