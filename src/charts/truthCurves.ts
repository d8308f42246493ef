import type { TruthPoint } from "../worker/protocol";
import type { CurveLayer, ErrorBand } from "./CurveLine";
import { boundName } from "./numberFormat";

/** log p(x) and L_K beside the test curve's ELBO, over the steps at which they were measured. Not measured: NaN. */
export interface TruthCurves {
  /** "log p(x)", or "log Z(x)" of grey pixels. */
  name: string;
  step: Float64Array;
  elbo: Float64Array;
  evidence: Float64Array;
  /** Standard errors of the mean gaps over images. */
  evidenceError: Float64Array;
  bound: Float64Array;
  boundError: Float64Array;
  /** K. */
  samples: number;
}

/** The points as curves; null of none. */
export function truthCurves(points: readonly TruthPoint[], name: string): TruthCurves | null {
  if (points.length === 0) return null;
  const column = (read: (point: TruthPoint) => number) => Float64Array.from(points, read);
  return {
    name,
    step: column(({ step }) => step),
    elbo: column(({ elbo }) => elbo),
    evidence: column(({ elbo, evidenceGap }) => elbo + (evidenceGap?.value ?? Number.NaN)),
    evidenceError: column(({ evidenceGap }) => evidenceGap?.error ?? Number.NaN),
    bound: column(({ elbo, boundGap }) => elbo + boundGap.value),
    boundError: column(({ boundGap }) => boundGap.error),
    samples: points[points.length - 1].settings.samples,
  };
}

/** L_K dotted in the ELBO's ink, log p(x) above it in the colour of the truth. */
export function truthLayers({ name, step, evidence, bound, samples }: TruthCurves): CurveLayer[] {
  const shared = { step, strokeWidth: 1.75, dots: "round" as const, named: true };
  return [
    { ...shared, label: boundName(samples), values: bound, color: "var(--elbo)", dash: "1.5 4", strokeWidth: 1.5 },
    ...(evidence.some(Number.isFinite) ? [{ ...shared, label: name, values: evidence, color: "var(--truth)", rim: true }] : []),
  ];
}

/** The gap between the ELBO and log p(x). */
export function gapBand({ step, elbo, evidence }: TruthCurves): ErrorBand {
  return { label: "gap", step, low: elbo, high: evidence, color: "var(--truth)" };
}
