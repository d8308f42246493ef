import { line, scaleLinear } from "d3";
import { drawnIndices } from "./decimation";
import { formatWeight } from "./numberFormat";
import { RIM } from "./PlotMarks";
import type { PlotGeometry } from "./plotGeometry";
import type { StepScale } from "./stepScale";

interface BetaLineProps {
  step: Float64Array;
  beta: Float64Array;
  geometry: PlotGeometry;
  scale: StepScale;
}

/** "β = 0.02" at the top of β's axis; where it has fallen again, what it reached: "β ≤ 1". */
function betaLabel(largest: number, last: number): string {
  return `β ${last === largest ? "=" : "≤"} ${formatWeight(largest)}`;
}

/**
 * β by its own axis at the right, from 0 to its largest value on screen; dashed, in β's colour. The value stands inside the plot,
 * where a number of any length has room. A gap where β is not a number.
 */
export function BetaLine({ step, beta, geometry, scale }: BetaLineProps) {
  const indices = drawnIndices(step, beta, scale);
  const weights = indices.map((index) => beta[index]).filter(Number.isFinite);
  if (weights.length === 0) return null;
  const { innerWidth, innerHeight } = geometry;
  const largest = weights.reduce((most, weight) => Math.max(most, weight), 0);
  const y = scaleLinear([0, largest || 1], [innerHeight, Math.min(16, innerHeight * 0.15)]);
  const path = line<number>(
    (index) => Math.max(0, scale.toPixel(step[index])),
    (index) => y(beta[index]),
  )
    .defined((index) => Number.isFinite(beta[index]))
    .digits(1)(indices);
  return (
    <g fontSize={11} fill="var(--beta)">
      <path d={path ?? ""} fill="none" stroke="var(--beta)" strokeWidth={1.5} strokeDasharray="4 3" />
      <path d={`M${innerWidth},${y(largest)}h4M${innerWidth},${innerHeight}h4`} stroke="var(--beta)" />
      <text x={innerWidth - 1} y={y(largest) - 5} textAnchor="end" {...RIM}>
        {betaLabel(largest, weights[weights.length - 1])}
      </text>
      <text x={innerWidth + 6} y={innerHeight} dy="0.1em">
        0
      </text>
    </g>
  );
}
