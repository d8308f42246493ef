import type { CurveLayer, ErrorBand } from "./CurveLine";
import type { CurveColumns } from "./curveColumns";
import type { CurveFigure } from "./curveFigure";
import type { Level } from "./PlotMarks";
import { smooth } from "./smoothing";

/** The three figures of the curves, by the name of what they show. */
export const CURVE_FIGURES = ["reconstruction", "kl", "elbo"] as const;
export type CurveFigureName = (typeof CURVE_FIGURES)[number];

/** The columns of the run in hand, and of the run before it where the two may stand in one chart. */
export interface RunCurves {
  train: CurveColumns;
  test: CurveColumns;
  previous: CurveColumns | null;
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

function termLayers(name: CurveFigureName, { train, test, previous }: RunCurves, { smoothing, showLoss }: CurvesDisplay): CurveLayer[] {
  const color = TERM_COLORS[name];
  const ghost: CurveLayer[] = previous
    ? [
        {
          label: "previous run",
          step: previous.step,
          values: previous[name],
          color: "var(--ghost)",
          strokeWidth: 1.75,
          dots: true,
          ghost: true,
        },
      ]
    : [];
  const negativeLoss = showLoss && name === "elbo" ? train.loss.map((loss) => -loss) : null;
  return [
    ...ghost,
    ...(negativeLoss ? trainLayers(train.step, negativeLoss, smoothing, { label: "−loss", color: "var(--ink-3)", dash: "2 3" }) : []),
    ...trainLayers(train.step, train[name], smoothing, { label: "train", color }),
    { label: "test", step: test.step, values: test[name], color, strokeWidth: 2.25, dots: true, rim: name === "kl" },
  ].filter((layer) => layer.step.length > 0);
}

/** ELBO ± one standard error over the evaluated images. */
function standardErrorBand({ step, elbo, elboStandardError }: CurveColumns): ErrorBand {
  const bound = (sign: number) => elbo.map((value, index) => value + sign * elboStandardError[index]);
  return { label: "± standard error", step, low: bound(-1), high: bound(1), color: TERM_COLORS.elbo };
}

/** What the reconstruction, KL and ELBO figures draw. `floor` is the free-bits level of the total KL, if any. */
export function curveFigures(
  curves: RunCurves,
  display: CurvesDisplay,
  changes: readonly number[],
  floor: Level | undefined,
): Record<CurveFigureName, CurveFigure> {
  const { train, test } = curves;
  const betaOf = train.step.length > 0 ? train : test;
  const shared = { changes, fromZero: false };
  return {
    reconstruction: { ...shared, layers: termLayers("reconstruction", curves, display) },
    kl: {
      ...shared,
      layers: termLayers("kl", curves, display),
      stack: train.points.some((point) => point.klPerDimension) ? train : test,
      beta: { step: betaOf.step, values: betaOf.beta },
      level: floor,
      fromZero: true,
    },
    elbo: { ...shared, layers: termLayers("elbo", curves, display), band: standardErrorBand(test) },
  };
}
