import type { ValueScale } from "./PlotAxes";
import type { PlotGeometry } from "./plotGeometry";
import type { StepScale } from "./stepScale";

/** A value of a curve at the crosshair. */
export interface CrosshairDot {
  step: number;
  value: number;
  color: string;
}

interface CrosshairProps {
  step: number;
  dots: readonly CrosshairDot[];
  geometry: PlotGeometry;
  scale: StepScale;
  y: ValueScale;
}

/** The vertical line at a step, and a dot on each curve there. */
export function Crosshair({ step, dots, geometry, scale, y }: CrosshairProps) {
  const { left, top, innerWidth, innerHeight } = geometry;
  const pixel = Math.max(0, Math.min(innerWidth, scale.toPixel(step)));
  const inside = dots.filter(({ value }) => Number.isFinite(value) && y(value) >= -1 && y(value) <= innerHeight + 1);
  return (
    <g transform={`translate(${left},${top})`} pointerEvents="none">
      <path d={`M${pixel.toFixed(1)},0V${innerHeight}`} stroke="var(--ink-2)" strokeWidth={1} strokeDasharray="3 3" />
      {inside.map((dot, place) => (
        <circle
          // biome-ignore lint/suspicious/noArrayIndexKey: two curves may agree in step, value and colour; a dot holds no state.
          key={place}
          cx={scale.toPixel(dot.step)}
          cy={y(dot.value)}
          r={3.5}
          fill={dot.color}
          stroke="var(--paper)"
          strokeWidth={1.5}
        />
      ))}
    </g>
  );
}
