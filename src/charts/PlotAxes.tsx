import { type ScaleLinear, tickStep } from "d3";
import { formatCount, formatNats, tickDecimals } from "./numberFormat";
import type { PlotGeometry } from "./plotGeometry";
import type { StepScale } from "./stepScale";

export type ValueScale = ScaleLinear<number, number>;

const PIXELS_PER_TICK = 34;

/** How many ticks a vertical axis of this geometry carries, about. */
export function valueTickCount({ innerHeight }: PlotGeometry): number {
  return Math.max(2, Math.min(6, Math.floor(innerHeight / PIXELS_PER_TICK)));
}

/** From here on values are written in thousands, "−12.5k", for which there is room. */
const LARGE = 10_000;

/** How the ticks of an axis are written. */
function tickFormat([low, high]: readonly number[], step: number): (tick: number) => string {
  if (Math.max(Math.abs(low), Math.abs(high)) < LARGE) return (tick) => formatNats(tick, tickDecimals(step));
  return (tick) => (tick === 0 ? "0" : `${formatNats(tick / 1000, tickDecimals(step / 1000))}k`);
}

/** Horizontal grid lines and their values, in nats. */
export function ValueAxis({ geometry, y }: { geometry: PlotGeometry; y: ValueScale }) {
  const count = valueTickCount(geometry);
  const ticks = y.ticks(count);
  const [low, high] = y.domain();
  const format = tickFormat([low, high], tickStep(low, high, count));
  return (
    <g fontSize={11} fill="var(--ink-3)" textAnchor="end">
      <path d={ticks.map((tick) => `M0,${y(tick).toFixed(1)}H${geometry.innerWidth}`).join("")} stroke="var(--line)" fill="none" />
      {ticks.map((tick) => (
        <text key={tick} x={-6} y={y(tick)} dy="0.34em">
          {format(tick)}
        </text>
      ))}
    </g>
  );
}

/** The line of the steps, a mark at each tick, and their numbers where the geometry has room; the word for them is out of their way. */
export function StepAxis({ geometry, scale }: { geometry: PlotGeometry; scale: StepScale }) {
  const { innerHeight, innerWidth, showSteps } = geometry;
  const ticks = scale.ticks.map((step) => ({ step, pixel: scale.toPixel(step) }));
  const marks = ticks.map(({ pixel }) => `M${pixel.toFixed(1)},0V${innerHeight}`).join("");
  return (
    <g fontSize={11} fill="var(--ink-3)" textAnchor="middle">
      <path d={marks} stroke="var(--line)" fill="none" />
      <path d={`M0,${innerHeight + 0.5}H${innerWidth}`} stroke="var(--line-strong)" fill="none" />
      {showSteps &&
        ticks.map(({ step, pixel }) => (
          <text key={step} x={pixel} y={innerHeight + 16}>
            {formatCount(step)}
          </text>
        ))}
      {showSteps && (
        <text x={-14} y={innerHeight + 16} textAnchor="end">
          step
        </text>
      )}
    </g>
  );
}
