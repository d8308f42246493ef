import type { TruthPoint } from "../worker/protocol";
import type { CurveLayer, ErrorBand } from "./CurveLine";
import type { CurveColumns } from "./curveColumns";
import { boundName } from "./numberFormat";

/** Values over steps, in nats. Not measured: NaN. */
interface TruthValues {
  step: Float64Array;
  elbo: Float64Array;
  evidence: Float64Array;
  bound: Float64Array;
}

/** log p(x) and L_K beside the test curve's ELBO, over the steps at which they were measured. */
export interface TruthCurves extends TruthValues {
  /** "log p(x)", or "log Z(x)" of grey pixels. */
  name: string;
  /** Standard errors of the mean gaps over images. */
  evidenceError: Float64Array;
  boundError: Float64Array;
  /** K. */
  samples: number;
  /** What is drawn: the test curve's ELBO from the first measured step to the last, plus each gap as it lies between those measured beside it. */
  line: TruthValues;
}

/** The steps of both, ascending, each once. */
function stepsBetween(test: CurveColumns, measured: Float64Array): Float64Array {
  const [first, last] = [measured[0], measured[measured.length - 1]];
  return Float64Array.from(new Set([...measured, ...test.step.filter((step) => step > first && step < last)])).sort();
}

/** Straight lines between the points; NaN beside a value that is none. `at` ascends and lies within `step`. */
function interpolated(step: Float64Array, values: Float64Array, at: Float64Array): Float64Array {
  let right = 0;
  return at.map((wanted) => {
    while (step[right] < wanted) right += 1;
    if (step[right] === wanted) return values[right];
    const share = (wanted - step[right - 1]) / (step[right] - step[right - 1]);
    return (1 - share) * values[right - 1] + share * values[right];
  });
}

/**
 * The gaps change slowly and the ELBO does not: between two points measured far apart a straight line of log p(x) would pass under the ELBO,
 * which log p(x) never does.
 */
function truthLine({ step, elbo, evidence, bound }: TruthValues, test: CurveColumns): TruthValues {
  const all = stepsBetween(test, step);
  const known = Float64Array.from([...step, ...test.step]);
  const places = known.map((_, index) => index).sort((one, other) => known[one] - known[other]);
  const elbos = Float64Array.from([...elbo, ...test.elbo]);
  const line = interpolated(
    known.map((_, place) => known[places[place]]),
    elbos.map((_, place) => elbos[places[place]]),
    all,
  );
  const above = (values: Float64Array) => {
    const gaps = interpolated(
      step,
      values.map((value, index) => value - elbo[index]),
      all,
    );
    return line.map((value, index) => value + gaps[index]);
  };
  return { step: all, elbo: line, evidence: above(evidence), bound: above(bound) };
}

/** The points as curves along the test curve; null of none. Steps must ascend. */
export function truthCurves(points: readonly TruthPoint[], test: CurveColumns, name: string): TruthCurves | null {
  if (points.length === 0) return null;
  const column = (read: (point: TruthPoint) => number) => Float64Array.from(points, read);
  const values = {
    step: column(({ step }) => step),
    elbo: column(({ elbo }) => elbo),
    evidence: column(({ elbo, evidenceGap }) => elbo + (evidenceGap?.value ?? Number.NaN)),
    bound: column(({ elbo, boundGap }) => elbo + boundGap.value),
  };
  return {
    ...values,
    name,
    evidenceError: column(({ evidenceGap }) => evidenceGap?.error ?? Number.NaN),
    boundError: column(({ boundGap }) => boundGap.error),
    samples: points[points.length - 1].settings.samples,
    line: truthLine(values, test),
  };
}

/** L_K dotted in the ELBO's ink, log p(x) above it in the colour of the truth; marks where they were measured. */
export function truthLayers({ name, step, evidence, bound, samples, line }: TruthCurves): CurveLayer[] {
  const shared = { step: line.step, strokeWidth: 1.75, dots: "round" as const, named: true };
  const ofBound = { values: line.bound, dotsAt: { step, values: bound } };
  const ofEvidence = { values: line.evidence, dotsAt: { step, values: evidence } };
  return [
    { ...shared, ...ofBound, label: boundName(samples), color: "var(--elbo)", dash: "1.5 4", strokeWidth: 1.5 },
    ...(evidence.some(Number.isFinite) ? [{ ...shared, ...ofEvidence, label: name, color: "var(--truth)", rim: true }] : []),
  ];
}

/** The gap between the ELBO and log p(x). */
export function gapBand({ line: { step, elbo, evidence } }: TruthCurves): ErrorBand {
  return { label: "gap", step, low: elbo, high: evidence, color: "var(--truth)" };
}
