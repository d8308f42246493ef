import type { CrosshairDot } from "./Crosshair";
import type { CurveColumns } from "./curveColumns";
import { type CurveFigureName, type RunCurves, TERM_COLORS } from "./curveFigures";
import { klKindOf, klPartName, klPartsOf } from "./curveParts";
import { largestDimensions } from "./klStack";
import { nearestIndex } from "./nearestStep";
import { boundName, formatCount, formatNats, formatWeight } from "./numberFormat";
import type { StepScale } from "./stepScale";
import type { TruthCurves } from "./truthCurves";

/** One line of exact values at the crosshair. */
interface ReadoutRow {
  label: string;
  value: string;
  color: string;
  /** The value of a curve, not a detail of one. */
  ofCurve?: true;
}

/** The exact values of one figure at the crosshair, and where they lie on its curves. */
export interface CurveReadout {
  rows: ReadoutRow[];
  dots: CrosshairDot[];
}

const LARGEST_SHOWN = 4;
const DECIMALS = 2;

const NOTHING: CurveReadout = { rows: [], dots: [] };

/** A curve's row and dot; the step is said where the value belongs to another one. */
function valueRow(value: number, at: number, label: string, step: number, color: string): CurveReadout {
  const where = at === step ? label : `${label} at ${formatCount(at)}`;
  return { rows: [{ label: where, value: formatNats(value, DECIMALS), color, ofCurve: true }], dots: [{ step: at, value, color }] };
}

/** Of a test ELBO: its standard error, and the number of images it is the mean of. */
function testDetails({ count, elboStandardError }: CurveColumns["points"][number]): ReadoutRow[] {
  const rows = [
    ...(elboStandardError === undefined ? [] : [{ label: "± s.e.", value: formatNats(elboStandardError, DECIMALS) }]),
    ...(count === undefined ? [] : [{ label: "images", value: formatCount(count) }]),
  ];
  return rows.map((row) => ({ ...row, color: "var(--ink-3)" }));
}

/** L_K at a point that has it, under the name of its own K. */
function boundRow(columns: CurveColumns, index: number, word: string, step: number, color: string): CurveReadout {
  if (!(columns.samples[index] > 0)) return NOTHING;
  const label = `${word} ${boundName(columns.samples[index])}`;
  return valueRow(columns.iwae[index], columns.step[index], label, step, color);
}

/** log p(x) and L_K as they were last measured at or before the step, each with the standard error of its gap. */
function truthRows(truth: TruthCurves, step: number): CurveReadout {
  const index = truth.step.findLastIndex((measured) => measured <= step);
  if (index < 0) return NOTHING;
  const named = (value: number, error: number, label: string, color: string) => {
    const { rows, dots } = valueRow(value, truth.step[index], label, step, color);
    return { rows: rows.map((row) => ({ ...row, value: `${row.value} ± ${formatNats(error, DECIMALS)}` })), dots };
  };
  const bound = named(truth.bound[index], truth.boundError[index], boundName(truth.samples), "var(--elbo)");
  if (!Number.isFinite(truth.evidence[index])) return bound;
  const evidence = named(truth.evidence[index], truth.evidenceError[index], truth.name, "var(--truth)");
  return { rows: [...evidence.rows, ...bound.rows], dots: [...evidence.dots, ...bound.dots] };
}

/** KL of the largest few parts at a point, and whose they are. */
function partRows(point: CurveColumns["points"][number], latentDim: number): ReadoutRow[] {
  const { kind, values } = klPartsOf(point);
  if (values.length < 2) return [];
  return largestDimensions(values, LARGEST_SHOWN).map(({ dimension, kl }) => ({
    label: `${point.split} ${klPartName(kind, dimension, latentDim)}`,
    value: formatNats(kl, DECIMALS),
    color: "var(--ink-2)",
  }));
}

/** The curve at its point nearest to the step; of the ELBO also L_K, and of the KL how it was had. */
function nearestRows(name: CurveFigureName, columns: CurveColumns, word: string, step: number, scale: StepScale, color: string) {
  const index = nearestIndex(columns.step, step, scale);
  if (index < 0) return { point: undefined, row: NOTHING, bound: NOTHING };
  const point = columns.points[index];
  const label = name === "kl" ? `${word}, ${klKindOf(point)}` : word;
  return {
    point,
    row: valueRow(columns[name][index], columns.step[index], label, step, color),
    bound: name === "elbo" ? boundRow(columns, index, word, step, color) : NOTHING,
  };
}

/** What the figure says at `step`: test, train and ghosts' values at the points nearest to it, β and the largest KLs. */
export function curveReadout(name: CurveFigureName, curves: RunCurves, step: number, scale: StepScale, showLoss: boolean): CurveReadout {
  const color = TERM_COLORS[name];
  const tested = nearestRows(name, curves.test, "test", step, scale, color);
  const trained = nearestRows(name, curves.train, "train", step, scale, color);
  const point = trained.point ?? tested.point;
  const details = name === "elbo" && tested.point ? testDetails(tested.point) : [];
  const rows = [...tested.row.rows, ...details, ...tested.bound.rows, ...trained.row.rows, ...trained.bound.rows];
  if (name === "elbo" && showLoss && point) rows.push({ label: "−loss", value: formatNats(-point.loss, DECIMALS), color: "var(--ink-3)" });
  const truth = name === "elbo" && curves.truth ? truthRows(curves.truth, step) : NOTHING;
  rows.push(...truth.rows);
  if (name === "kl" && point) {
    // An importance-weighted bound has no β.
    if (point.iwae === undefined) rows.push({ label: "β", value: formatWeight(point.beta), color: "var(--beta)" });
    rows.push(...partRows(point, curves.latentDim));
  }
  const before = curves.ghosts.flatMap((ghost) => {
    const { row, bound } = nearestRows(name, ghost.columns, ghost.name, step, scale, "var(--ghost)");
    return [row, bound];
  });
  const previousRows = before.flatMap((each) => each.rows).map((row) => ({ ...row, color: "var(--ink-3)" }));
  const dots = [...before, trained.row, trained.bound, tested.row, tested.bound, truth].flatMap((each) => each.dots);
  return { rows: [...rows, ...previousRows], dots };
}
