import { scaleLinear } from "d3";
import type { CurveLayer, ErrorBand } from "./CurveLine";
import type { CurveColumns } from "./curveColumns";
import { type ValueScale, valueTickCount } from "./PlotAxes";
import type { Level } from "./PlotMarks";
import type { PlotGeometry } from "./plotGeometry";
import type { StepScale } from "./stepScale";
import { steadyRange, valueRange } from "./valueRange";

/** Everything that one curve figure draws over its steps. */
export interface CurveFigure {
  /** Later layers lie above earlier ones. */
  layers: CurveLayer[];
  band?: ErrorBand;
  /** Whose KL per dimension is stacked. */
  stack?: CurveColumns;
  beta?: { step: Float64Array; values: Float64Array };
  level?: Level;
  /** Steps at which a setting was changed. */
  changes: readonly number[];
  /** The vertical axis begins at 0 (a divergence), or where the values do (a log-likelihood). */
  fromZero: boolean;
}

/** The vertical axis of a figure: what is informative, or `everything`. Null when there is nothing to draw. */
export function figureValueScale(figure: CurveFigure, scale: StepScale, geometry: PlotGeometry, everything: boolean): ValueScale | null {
  const foreground = figure.layers.filter((layer) => !layer.background);
  const range = valueRange(foreground, scale, everything);
  if (!range) return null;
  const level = figure.level && figure.level.value < 3 * range[1] ? figure.level.value : range[1];
  const shown: [number, number] = figure.fromZero ? [0, Math.max(range[1], level)] : range;
  const [low, high] = steadyRange(shown, valueTickCount(geometry));
  return scaleLinear([figure.fromZero ? 0 : low, high], [geometry.innerHeight, 0]);
}

/** Lowest and highest value on screen if nothing were left out; null when there is nothing to draw. */
export function figureExtent(figure: CurveFigure, scale: StepScale): [number, number] | null {
  return valueRange(
    figure.layers.filter((layer) => !layer.background),
    scale,
    true,
  );
}
