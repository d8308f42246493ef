import { tickStep } from "d3";
import { formatNats, tickDecimals } from "./numberFormat";
import { type ValueScale, valueTickCount } from "./PlotAxes";
import type { PlotGeometry } from "./plotGeometry";
import type { StepScale } from "./stepScale";

/** A rim of the paper's colour, on which a word stands off what lies behind it. */
export const RIM = { stroke: "var(--paper)", strokeWidth: 3, strokeLinejoin: "round", paintOrder: "stroke" } as const;

/** A level that the curve is compared with, and what it is. */
export interface Level {
  value: number;
  label: string;
  color: string;
}

interface LevelLineProps {
  level: Level;
  /** The end of the line that its label stands at. */
  labelAt?: "start" | "end";
  geometry: PlotGeometry;
  y: ValueScale;
}

export function LevelLine({ level, labelAt = "start", geometry, y }: LevelLineProps) {
  const height = y(level.value);
  if (height < 0 || height > geometry.innerHeight) return null;
  return (
    <g>
      <path d={`M0,${height.toFixed(1)}H${geometry.innerWidth}`} stroke={level.color} strokeWidth={1.25} strokeDasharray="1 3" />
      <text
        x={labelAt === "start" ? 5 : geometry.innerWidth - 4}
        y={height - 5}
        textAnchor={labelAt}
        fontSize={11}
        fill={level.color}
        {...RIM}
      >
        {level.label}
      </text>
    </g>
  );
}

/** Where settings were changed during the run: a line and a small flag on the axis for each, in one node. */
export function ChangeMarks({ steps, geometry, scale }: { steps: readonly number[]; geometry: PlotGeometry; scale: StepScale }) {
  const { innerHeight } = geometry;
  const pixels = steps.map((step) => scale.toPixel(step)).filter((pixel) => pixel >= 0);
  const path = pixels.map((pixel) => `M${pixel.toFixed(1)},0V${innerHeight}M${pixel.toFixed(1)},${innerHeight}l-3.5,-6h7z`).join("");
  return path ? <path d={path} fill="var(--ink-2)" stroke="var(--ink-2)" strokeWidth={0.75} strokeDasharray="2 2" opacity={0.8} /> : null;
}

/** How far values reach beyond the range shown, said at the edge where they leave it, as exactly as the ticks are. */
export function BeyondRange({ extent: [lowest, highest], geometry, y }: BeyondRangeProps) {
  const [low, high] = y.domain();
  const decimals = tickDecimals(tickStep(low, high, valueTickCount(geometry)));
  const below = lowest < low;
  if (!below && !(highest > high)) return null;
  return (
    <text x={4} y={below ? geometry.innerHeight - 6 : 10} fontSize={10.5} fill="var(--ink-2)" {...RIM} strokeWidth={6}>
      {below ? `↓ ${formatNats(lowest, decimals)}` : `↑ ${formatNats(highest, decimals)}`}
    </text>
  );
}

interface BeyondRangeProps {
  extent: [number, number];
  geometry: PlotGeometry;
  y: ValueScale;
}
