import type { ReactNode } from "react";
import type { DiagnosticName, MadeReport } from "../../worker/protocol";
import { AggregateResult } from "./AggregateResult";
import { AnnealingResult } from "./AnnealingResult";
import { CalibrationResult } from "./CalibrationResult";
import { CoverageResult } from "./CoverageResult";
import { EvidenceResult } from "./EvidenceResult";
import { GapResult } from "./GapResult";
import { TailsResult } from "./TailsResult";

/** What shows each report. */
export const RESULTS: { [N in DiagnosticName]: (props: { made: MadeReport<N> }) => ReactNode } = {
  evidence: EvidenceResult,
  gap: GapResult,
  tails: TailsResult,
  annealing: AnnealingResult,
  calibration: CalibrationResult,
  coverage: CoverageResult,
  aggregate: AggregateResult,
};
