import { area, line } from "d3";
import { drawnIndices } from "./decimation";
import type { ValueScale } from "./PlotAxes";
import type { StepScale } from "./stepScale";

/** One line of a curve plot. */
export interface CurveLayer {
  /** What the legend calls it. */
  label: string;
  step: Float64Array;
  values: Float64Array;
  color: string;
  strokeWidth: number;
  opacity?: number;
  dash?: string;
  /** Drawn with a rim of the paper's colour, to stand off what lies behind. */
  rim?: boolean;
  /** Each value also as a mark, where there is room between them. */
  dots?: "round" | "square";
  /** The marks' own points, where they are not those of the line. */
  dotsAt?: { step: Float64Array; values: Float64Array };
  /** Of the run before: it stands in the range of the run in hand and does not set it. */
  ghost?: boolean;
  /** Named in the legend of every figure, also of those that name only what is new. */
  named?: boolean;
  /** Left out of the legend and of the vertical range (the raw curve behind a smoothed one). */
  background?: boolean;
}

const DOT_ROOM = 8;

/** The dots as one path of zero-length strokes, whose caps are the marks; crowded ones are left to the line, but the last is always there. */
function dotsPath({ step, values }: Pick<CurveLayer, "step" | "values">, scale: StepScale, y: ValueScale): string {
  const finite = drawnIndices(step, values, scale).filter((index) => Number.isFinite(values[index]));
  const pixels = finite.map((index) => scale.toPixel(step[index]));
  const roomy = (place: number) =>
    place === finite.length - 1 || (!(pixels[place] - pixels[place - 1] < DOT_ROOM) && !(pixels[place + 1] - pixels[place] < DOT_ROOM));
  return finite.map((index, place) => (roomy(place) ? `M${pixels[place].toFixed(1)},${y(values[index]).toFixed(1)}h0` : "")).join("");
}

/** A decimated line; values that are not finite are gaps. */
export function CurveLine({ layer, scale, y }: { layer: CurveLayer; scale: StepScale; y: ValueScale }) {
  const { step, values, color, strokeWidth, opacity = 1, dash, rim, dots } = layer;
  const indices = drawnIndices(step, values, scale);
  const path = line<number>(
    (index) => scale.toPixel(step[index]),
    (index) => y(values[index]),
  )
    .defined((index) => Number.isFinite(values[index]))
    .digits(1)(indices);
  if (!path) return null;
  return (
    <g fill="none" strokeLinejoin="round" strokeLinecap="round">
      {rim && <path d={path} stroke="var(--paper)" strokeWidth={strokeWidth + 2.5} />}
      <path d={path} stroke={color} strokeWidth={strokeWidth} opacity={opacity} strokeDasharray={dash} />
      {dots && (
        <path
          d={dotsPath(layer.dotsAt ?? layer, scale, y)}
          stroke={color}
          strokeWidth={strokeWidth + 2.5}
          strokeLinecap={dots}
          opacity={opacity}
        />
      )}
    </g>
  );
}

/** The region between two curves over the same steps: ± one standard error. */
export interface ErrorBand {
  label: string;
  step: Float64Array;
  low: Float64Array;
  high: Float64Array;
  color: string;
}

export function CurveBand({ band, scale, y }: { band: ErrorBand; scale: StepScale; y: ValueScale }) {
  const indices = drawnIndices(band.step, band.low, scale);
  const path = area<number>(
    (index) => scale.toPixel(band.step[index]),
    (index) => y(band.low[index]),
    (index) => y(band.high[index]),
  )
    .defined((index) => Number.isFinite(band.low[index]) && Number.isFinite(band.high[index]))
    .digits(1)(indices);
  return path ? <path d={path} fill={band.color} opacity={0.16} /> : null;
}
