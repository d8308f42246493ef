import { line } from "d3";
import type { HistoryPoint } from "../worker/protocol";
import type { CurveColumns } from "./curveColumns";
import { columnStarts, lastPerColumn } from "./decimation";
import { type KlStack, stackKl } from "./klStack";
import { latentName } from "./numberFormat";
import type { ValueScale } from "./PlotAxes";
import type { StepScale } from "./stepScale";

/** Points that all boundaries together may have: what is redrawn twenty times a second stays affordable at 64 dimensions. */
const LARGEST_SAMPLE = 5000;
const BAND_FOR_NAME = 13;

interface StackedKlProps {
  stack: KlStack;
  scale: StepScale;
  y: ValueScale;
}

/**
 * The outlines of all areas from 0 up to each boundary, in one path. Filled by the even-odd rule, every second band is filled
 * (counted from the top), so two nodes draw any number of dimensions in alternating tints.
 */
function outlines({ stack, scale, y }: StackedKlProps, boundaries: Float64Array[]): string {
  const pixels = Array.from(stack.step, scale.toPixel);
  const [first, last] = [pixels[0].toFixed(1), pixels[pixels.length - 1].toFixed(1)];
  const floor = y(0).toFixed(1);
  return boundaries
    .map((boundary) => {
      const edge = line<number>((_, index) => pixels[index], y).digits(1)(boundary);
      return `${edge}L${last},${floor}L${first},${floor}Z`;
    })
    .join("");
}

/** Names beside the bands that are high enough at the right end. */
function BandNames({ stack, scale, y }: StackedKlProps) {
  const last = stack.step.length - 1;
  const x = Math.min(scale.width, scale.toPixel(stack.step[last])) - 5;
  const bands = stack.boundaries.map((boundary, dimension) => {
    const low = dimension === 0 ? 0 : stack.boundaries[dimension - 1][last];
    return { dimension, height: y(low) - y(boundary[last]), middle: (y(low) + y(boundary[last])) / 2 };
  });
  return (
    <g fontSize={11} fill="var(--ink)" textAnchor="end" opacity={0.75}>
      {bands
        .filter(({ height }) => height >= BAND_FOR_NAME)
        .map(({ dimension, middle }) => (
          <text key={dimension} x={x} y={middle} dy="0.34em">
            {latentName(dimension)}
          </text>
        ))}
    </g>
  );
}

/** The points that are stacked: the last of each column, and one beyond the left edge. */
function visiblePoints({ step, points }: CurveColumns, scale: StepScale): HistoryPoint[] {
  const dimensions = points[points.length - 1]?.klPerDimension?.length ?? 1;
  const starts = columnStarts(step, scale, Math.max(1, (scale.width * dimensions) / LARGEST_SAMPLE));
  const indices = lastPerColumn(starts);
  if (starts[0] > 0 && (scale.kind === "linear" || step[starts[0] - 1] > 0)) indices.unshift(starts[0] - 1);
  return indices.map((index) => points[index]);
}

/** KL stacked by dimension: z₁ at the bottom, alternating tints of the KL's colour; one exact report per pixel column. */
export function StackedKl({ columns, scale, y }: { columns: CurveColumns; scale: StepScale; y: ValueScale }) {
  const stack = stackKl(visiblePoints(columns, scale));
  if (stack.boundaries.length === 0) return null;
  const total = stack.boundaries.slice(-1);
  return (
    <g fill="var(--kl)">
      <path d={outlines({ stack, scale, y }, total)} opacity={0.26} />
      {stack.boundaries.length > 1 && <path d={outlines({ stack, scale, y }, stack.boundaries)} fillRule="evenodd" opacity={0.3} />}
      <BandNames stack={stack} scale={scale} y={y} />
    </g>
  );
}
