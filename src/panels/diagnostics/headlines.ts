import { formatEstimate, formatPValue, formatShare } from "../../charts/estimateFormat";
import { boundName, formatCount, formatNats } from "../../charts/numberFormat";
import type { DiagnosticName, DiagnosticReports } from "../../worker/protocol";

const [NATS, WITHHELD] = ["nats", "withheld"];

/** The number that tells the most of each report, for beside its title. */
export const HEADLINES: { [N in DiagnosticName]: (report: DiagnosticReports[N]) => string } = {
  evidence({ logEvidence, bounds }) {
    if (logEvidence !== null) return logEvidence.missed ? WITHHELD : formatNats(logEvidence.value, 2);
    const last = bounds.at(-1);
    return last === undefined ? "–" : `${boundName(last.samples)} ${formatNats(last.bound.value, 2)}`;
  },
  gap({ logEvidence, amortized, amortizationGap }) {
    if (logEvidence === null || logEvidence.missed) return `≥ ${formatNats(amortizationGap.value, 2)} ${NATS}`;
    return `${formatNats(logEvidence.value - amortized.value, 2)} ${NATS}`;
  },
  tails: ({ counts, shapes }) => `${formatCount(counts.good)} of ${formatCount(shapes.length)} good`,
  annealing: ({ bound, doubts }) => (doubts.length > 0 ? "unresolved" : formatEstimate(bound)),
  calibration: ({ pValue }) => formatPValue(pValue),
  coverage({ regions }) {
    const last = regions.at(-1);
    return last === undefined ? "–" : `${formatShare(last.coverage.value)} for ${formatShare(last.nominal, 0)}`;
  },
  aggregate: ({ rate, distortion }) => `R ${formatNats(rate.value, 2)} · D ${formatNats(distortion.value, 1)}`,
};
