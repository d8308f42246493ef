import { line } from "d3";
import type { HistoryPoint } from "../worker/protocol";
import type { CurveColumns } from "./curveColumns";
import { type KlPartKind, klPartName, klPartsOf } from "./curveParts";
import { columnStarts, lastPerColumn } from "./decimation";
import { type KlStack, stackStretches } from "./klStack";
import type { ValueScale } from "./PlotAxes";
import type { StepScale } from "./stepScale";

/** Points that all boundaries together may have: what is redrawn twenty times a second stays affordable at 64 dimensions. */
const LARGEST_SAMPLE = 5000;
const BAND_FOR_NAME = 13;

/** Whose KL is stacked, and what its parts are called. */
export interface KlStackSource {
  columns: CurveColumns;
  latentDim: number;
  kind: KlPartKind;
}

interface StackProps {
  stack: KlStack;
  scale: StepScale;
  y: ValueScale;
}

/**
 * The outlines of all areas from 0 up to each boundary, in one path. Filled by the even-odd rule, every second band is filled
 * (counted from the top), so two nodes draw any number of dimensions in alternating tints.
 */
function outlines({ stack, scale, y }: StackProps, boundaries: Float64Array[]): string {
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
function BandNames({ stack, scale, y, latentDim }: StackProps & { latentDim: number }) {
  const last = stack.step.length - 1;
  const x = Math.min(scale.width, scale.toPixel(stack.step[last])) - 5;
  if (stack.kind === "total") return null;
  const bands = stack.boundaries.map((boundary, part) => {
    const low = part === 0 ? 0 : stack.boundaries[part - 1][last];
    return { part, height: y(low) - y(boundary[last]), middle: (y(low) + y(boundary[last])) / 2 };
  });
  return (
    <g fontSize={11} fill="var(--ink)" textAnchor="end" opacity={0.75}>
      {bands
        .filter(({ height }) => height >= BAND_FOR_NAME)
        .map(({ part, middle }) => (
          <text key={part} x={x} y={middle} dy="0.34em">
            {klPartName(stack.kind, part, latentDim)}
          </text>
        ))}
    </g>
  );
}

/** The points that are stacked: the last of each column, and one beyond the left edge. */
function visiblePoints({ step, points }: CurveColumns, scale: StepScale): HistoryPoint[] {
  const last = points.at(-1);
  const parts = last === undefined ? 1 : klPartsOf(last).values.length;
  const starts = columnStarts(step, scale, Math.max(1, (scale.width * parts) / LARGEST_SAMPLE));
  const indices = lastPerColumn(starts);
  if (starts[0] > 0 && (scale.kind === "linear" || step[starts[0] - 1] > 0)) indices.unshift(starts[0] - 1);
  return indices.map((index) => points[index]);
}

/** The areas of one stretch with the same parts. */
function StackedAreas(props: StackProps) {
  const { boundaries } = props.stack;
  return (
    <>
      <path d={outlines(props, boundaries.slice(-1))} opacity={0.26} />
      {boundaries.length > 1 && <path d={outlines(props, boundaries)} fillRule="evenodd" opacity={0.3} />}
    </>
  );
}

interface StackedKlProps {
  source: KlStackSource;
  scale: StepScale;
  y: ValueScale;
}

/** KL stacked by its parts: z₁ at the bottom, alternating tints of the KL's colour; one exact report per pixel column. */
export function StackedKl({ source: { columns, latentDim }, scale, y }: StackedKlProps) {
  const stacks = stackStretches(visiblePoints(columns, scale));
  const last = stacks.at(-1);
  if (last === undefined) return null;
  return (
    <g fill="var(--kl)">
      {stacks.map((stack) => (
        <StackedAreas key={stack.step[0]} stack={stack} scale={scale} y={y} />
      ))}
      <BandNames stack={last} scale={scale} y={y} latentDim={latentDim} />
    </g>
  );
}
