import { scaleLinear } from "d3";
import type { CurveLayer, ErrorBand } from "./CurveLine";
import { type ValueScale, valueTickCount } from "./PlotAxes";
import type { Level } from "./PlotMarks";
import type { PlotGeometry } from "./plotGeometry";
import type { KlStackSource } from "./StackedKl";
import type { StepScale } from "./stepScale";
import { steadyRange, valueRange } from "./valueRange";

/** Everything that one curve figure draws over its steps. */
export interface CurveFigure {
  /** Later layers lie above earlier ones. */
  layers: CurveLayer[];
  bands?: ErrorBand[];
  /** Whose KL is stacked by its parts. */
  stack?: KlStackSource;
  beta?: { step: Float64Array; values: Float64Array };
  level?: Level;
  /** Steps at which a setting was changed. */
  changes: readonly number[];
  /** The vertical axis begins at 0 (a divergence), or where the values do (a log-likelihood). */
  fromZero: boolean;
}

/** A divergence's axis reaches at least this high, in nats: what collapses is seen to lie on the floor. */
const LOWEST_TOP = 1;
/** The run before may widen the range of the run in hand by this share on either side; what lies beyond leaves the plot. */
const GHOST_AIR = 0.5;

/** The range of the run in hand, with as much of the run before as does not flatten it; all of that one before there is another. */
function comparedRange(figure: CurveFigure, scale: StepScale, everything: boolean): [number, number] | null {
  const drawn = figure.layers.filter((layer) => !layer.background);
  const rangeOf = (layers: CurveLayer[]) => valueRange(layers, scale, everything);
  if (everything) return rangeOf(drawn);
  const ghost = rangeOf(drawn.filter((layer) => layer.ghost));
  const present = rangeOf(drawn.filter((layer) => !layer.ghost));
  if (ghost === null || present === null) return present ?? ghost;
  const air = GHOST_AIR * (present[1] - present[0]);
  return [Math.min(present[0], Math.max(ghost[0], present[0] - air)), Math.max(present[1], Math.min(ghost[1], present[1] + air))];
}

/** From 0 up to the largest value and the level that it is compared with, where that is near. */
function divergenceRange([, highest]: [number, number], level: Level | undefined): [number, number] {
  const top = Math.max(highest, LOWEST_TOP);
  return [0, level && level.value < 3 * top ? Math.max(top, level.value) : top];
}

/** The vertical axis of a figure: what is informative, or `everything`. Null when there is nothing to draw. */
export function figureValueScale(figure: CurveFigure, scale: StepScale, geometry: PlotGeometry, everything: boolean): ValueScale | null {
  const range = comparedRange(figure, scale, everything);
  if (!range) return null;
  const shown = figure.fromZero ? divergenceRange(range, figure.level) : range;
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
