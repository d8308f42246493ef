import type { CrosshairDot } from "./Crosshair";
import type { CurveColumns } from "./curveColumns";
import { type CurveFigureName, type RunCurves, TERM_COLORS } from "./curveFigures";
import { largestDimensions } from "./klStack";
import { nearestIndex } from "./nearestStep";
import { formatCount, formatNats, formatWeight, latentName } from "./numberFormat";
import type { StepScale } from "./stepScale";

/** One line of exact values at the crosshair. */
interface ReadoutRow {
  label: string;
  value: string;
  color: string;
}

/** The exact values of one figure at the crosshair, and where they lie on its curves. */
export interface CurveReadout {
  rows: ReadoutRow[];
  dots: CrosshairDot[];
}

const LARGEST_SHOWN = 4;
const DECIMALS = 2;

/** A curve's row and dot; the step is said where the nearest value belongs to another one. */
function curveRow(name: CurveFigureName, columns: CurveColumns, index: number, label: string, step: number, color: string): CurveReadout {
  if (index < 0) return { rows: [], dots: [] };
  const at = columns.step[index];
  const value = columns[name][index];
  const where = at === step ? label : `${label} at ${formatCount(at)}`;
  return { rows: [{ label: where, value: formatNats(value, DECIMALS), color }], dots: [{ step: at, value, color }] };
}

/** Of a test ELBO: its standard error, and the number of images it is the mean of. */
function testDetails({ count, elboStandardError }: CurveColumns["points"][number]): ReadoutRow[] {
  const rows = [
    ...(elboStandardError === undefined ? [] : [{ label: "± s.e.", value: formatNats(elboStandardError, DECIMALS) }]),
    ...(count === undefined ? [] : [{ label: "images", value: formatCount(count) }]),
  ];
  return rows.map((row) => ({ ...row, color: "var(--ink-3)" }));
}

/** KL of the largest few dimensions at a point, and whose they are. */
function dimensionRows({ klPerDimension, split }: CurveColumns["points"][number]): ReadoutRow[] {
  if (!klPerDimension || klPerDimension.length < 2) return [];
  return largestDimensions(klPerDimension, LARGEST_SHOWN).map(({ dimension, kl }) => ({
    label: `${split} ${latentName(dimension)}`,
    value: formatNats(kl, DECIMALS),
    color: "var(--ink-2)",
  }));
}

/** What the figure says at `step`: test, train and previous values at the points nearest to it, β and the largest KLs. */
export function curveReadout(name: CurveFigureName, curves: RunCurves, step: number, scale: StepScale, showLoss: boolean): CurveReadout {
  const { train, test, previous } = curves;
  const color = TERM_COLORS[name];
  const trainIndex = nearestIndex(train.step, step, scale);
  const testIndex = nearestIndex(test.step, step, scale);
  const previousIndex = previous ? nearestIndex(previous.step, step, scale) : -1;
  const tested = curveRow(name, test, testIndex, "test", step, color);
  const trained = curveRow(name, train, trainIndex, "train", step, color);
  const ghost = previous ? curveRow(name, previous, previousIndex, "previous", step, "var(--ghost)") : { rows: [], dots: [] };
  const point = trainIndex >= 0 ? train.points[trainIndex] : test.points[testIndex];
  const details = name === "elbo" && testIndex >= 0 ? testDetails(test.points[testIndex]) : [];
  const rows = [...tested.rows, ...details, ...trained.rows];
  if (name === "elbo" && showLoss && point) rows.push({ label: "−loss", value: formatNats(-point.loss, DECIMALS), color: "var(--ink-3)" });
  if (name === "kl" && point) {
    rows.push({ label: "β", value: formatWeight(point.beta), color: "var(--beta)" }, ...dimensionRows(point));
  }
  const previousRows = ghost.rows.map((row) => ({ ...row, color: "var(--ink-3)" }));
  return { rows: [...rows, ...previousRows], dots: [...ghost.dots, ...trained.dots, ...tested.dots] };
}
