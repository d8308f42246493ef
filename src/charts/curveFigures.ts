import type { CurveLayer, ErrorBand } from "./CurveLine";
import { boundCurves } from "./curveBounds";
import type { CurveColumns } from "./curveColumns";
import type { CurveFigure } from "./curveFigure";
import { hasKlParts, klPartsOf } from "./curveParts";
import { boundName } from "./numberFormat";
import type { Level } from "./PlotMarks";
import type { KlStackSource } from "./StackedKl";
import { smooth } from "./smoothing";
import { gapBand, type TruthCurves, truthLayers } from "./truthCurves";

/** The three figures of the curves, by the name of what they show. */
export const CURVE_FIGURES = ["reconstruction", "kl", "elbo"] as const;
export type CurveFigureName = (typeof CURVE_FIGURES)[number];

/** Another run's curve, drawn behind those of the run in hand. */
export interface Ghost {
  /** "previous" for the run before, or what a saved run is called. */
  name: string;
  columns: CurveColumns;
}

/** The columns of the run in hand, and of runs that may stand in one chart with it: the run before, or saved ones. */
export interface RunCurves {
  train: CurveColumns;
  test: CurveColumns;
  ghosts: readonly Ghost[];
  /** Dimensions of the run in hand's z. */
  latentDim: number;
  /** log p(x) and L_K beside the ELBO, where they are asked for and measured. */
  truth?: TruthCurves | null;
}

/** How the curves are shown; nothing here changes what they say. */
export interface CurvesDisplay {
  /** Weight of the past in the train curves' moving average, 0 … 0.99. */
  smoothing: number;
  logarithmic: boolean;
  showLoss: boolean;
  /** Every value and step, the run's first ones too. */
  allValues: boolean;
}

export const TERM_COLORS: Record<CurveFigureName, string> = {
  reconstruction: "var(--reconstruction)",
  kl: "var(--kl)",
  elbo: "var(--elbo)",
};

/** A train curve; with smoothing, also the raw one behind it. */
function trainLayers(step: Float64Array, values: Float64Array, smoothing: number, look: Pick<CurveLayer, "label" | "color" | "dash">) {
  const raw: CurveLayer = { ...look, step, values, strokeWidth: 1, opacity: 0.6 };
  if (smoothing === 0) return [raw];
  return [
    { ...raw, label: `${look.label}, raw`, opacity: 0.22, dash: undefined, background: true },
    { ...raw, values: smooth(values, smoothing), strokeWidth: 1.25, opacity: 0.75 },
  ];
}

/** Another run: in the ghost's grey. */
function ghostLayer(label: string, { step }: CurveColumns, values: Float64Array, look: Pick<CurveLayer, "dash" | "dots">): CurveLayer {
  return { label, step, values, color: "var(--ghost)", strokeWidth: 1.75, ghost: true, ...look };
}

/** Ghosts are told apart by their dashes. */
const GHOST_DASHES = [undefined, "7 4", "1.5 4", "10 3 1.5 3"];

function ghostLayers(figure: CurveFigureName, { name, columns }: Ghost, place: number): CurveLayer[] {
  const bounds = figure === "elbo" ? boundCurves(columns) : [];
  const label = name === "previous" ? "previous run" : name;
  return [
    ghostLayer(label, columns, columns[figure], { dots: "round", dash: GHOST_DASHES[place % GHOST_DASHES.length] }),
    ...bounds.map(({ samples, values }, at) =>
      ghostLayer(`${name} ${boundName(samples)}`, columns, values, { dots: "square", dash: boundDash(at) }),
    ),
  ];
}

/** L_K is of the ELBO's ink, told from it by its dashes and square marks; another K of the same run has other dashes. */
const BOUND_DASHES = ["5 5", "8 3 2 3", "2 3"];
/** Of the last so many K's there is room for a name in the page's legend. */
const NAMED_BOUNDS = 2;

const boundDash = (place: number): string => BOUND_DASHES[place % BOUND_DASHES.length];

/** L_K, of train thin and of test with marks, as the ELBO's. */
function boundLayers({ train, test }: RunCurves, smoothing: number): { train: CurveLayer[]; test: CurveLayer[] } {
  const color = TERM_COLORS.elbo;
  const trained = boundCurves(train).flatMap(({ samples, values }, place) =>
    trainLayers(train.step, values, smoothing, { color, dash: boundDash(place), label: `train ${boundName(samples)}` }),
  );
  const tested = boundCurves(test).map(
    ({ samples, values }, place, all): CurveLayer => ({
      color,
      dash: boundDash(place),
      label: `test ${boundName(samples)}`,
      step: test.step,
      values,
      strokeWidth: 2,
      dots: "square",
      named: place >= all.length - NAMED_BOUNDS,
    }),
  );
  return { train: trained, test: tested };
}

function termLayers(name: CurveFigureName, curves: RunCurves, { smoothing, showLoss }: CurvesDisplay): CurveLayer[] {
  const { train, test, ghosts, truth } = curves;
  const color = TERM_COLORS[name];
  const bounds = name === "elbo" ? boundLayers(curves, smoothing) : { train: [], test: [] };
  const named = bounds.test.length > 0;
  const suffix = named || bounds.train.length > 0 ? " ELBO" : "";
  const negativeLoss = showLoss && name === "elbo" ? train.loss.map((loss) => -loss) : null;
  return [
    ...ghosts.flatMap((ghost, place) => ghostLayers(name, ghost, place)),
    ...(negativeLoss ? trainLayers(train.step, negativeLoss, smoothing, { label: "−loss", color: "var(--ink-3)", dash: "2 3" }) : []),
    ...trainLayers(train.step, train[name], smoothing, { label: `train${suffix}`, color }),
    ...bounds.train,
    {
      label: `test${suffix}`,
      step: test.step,
      values: test[name],
      color,
      strokeWidth: 2.25,
      dots: "round" as const,
      rim: name === "kl",
      named,
    },
    ...bounds.test,
    ...(name === "elbo" && truth ? truthLayers(truth) : []),
  ].filter((layer) => layer.step.length > 0);
}

/** ELBO ± one standard error over the evaluated images. */
function standardErrorBand({ step, elbo, elboStandardError }: CurveColumns): ErrorBand {
  const bound = (sign: number) => elbo.map((value, index) => value + sign * elboStandardError[index]);
  return { label: "± standard error", step, low: bound(-1), high: bound(1), color: TERM_COLORS.elbo };
}

/** The stacked KL: train's; test's where only that one has parts (a closed form beside a Monte Carlo objective). */
function stackSource({ train, test, latentDim }: RunCurves): KlStackSource {
  const [trained, tested] = [train.points.at(-1), test.points.at(-1)];
  const columns = trained === undefined || (!hasKlParts(trained) && hasKlParts(tested)) ? test : train;
  const last = columns.points.at(-1);
  return { columns, latentDim, kind: last === undefined ? "dimension" : klPartsOf(last).kind };
}

/** β where it weighs something: an importance-weighted bound has none. Undefined where it never does. */
function betaCurve({ step, beta, iwae }: CurveColumns): CurveFigure["beta"] {
  const values = beta.map((weight, index) => (Number.isNaN(iwae[index]) ? weight : Number.NaN));
  return values.some(Number.isFinite) ? { step, values } : undefined;
}

/** What the reconstruction, KL and ELBO figures draw. `floor` is the free-bits level of the total KL, if any. */
export function curveFigures(
  curves: RunCurves,
  display: CurvesDisplay,
  changes: readonly number[],
  floor: Level | undefined,
): Record<CurveFigureName, CurveFigure> {
  const { train, test, truth } = curves;
  const shared = { changes, fromZero: false };
  return {
    reconstruction: { ...shared, layers: termLayers("reconstruction", curves, display) },
    kl: {
      ...shared,
      layers: termLayers("kl", curves, display),
      stack: stackSource(curves),
      beta: betaCurve(train.step.length > 0 ? train : test),
      level: floor,
      fromZero: true,
    },
    elbo: { ...shared, layers: termLayers("elbo", curves, display), bands: [standardErrorBand(test), ...(truth ? [gapBand(truth)] : [])] },
  };
}
