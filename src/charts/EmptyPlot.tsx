import { RIM } from "./PlotMarks";
import type { PlotGeometry } from "./plotGeometry";

/** As long as the words beside the axis. */
const UNIT_LENGTH = 74;

/** Axes before there is anything to draw: what will run along them, and in a few words what will appear. */
export function EmptyPlot({ geometry, expectation }: { geometry: PlotGeometry; expectation: string }) {
  const { left, top, innerWidth, innerHeight, showSteps } = geometry;
  const grid = [0, 0.25, 0.5, 0.75].map((share) => `M0,${(share * innerHeight + 0.5).toFixed(1)}H${innerWidth}`).join("");
  return (
    <g transform={`translate(${left},${top})`} fontSize={11} fill="var(--ink-3)">
      <path d={grid} stroke="var(--line)" strokeDasharray="1 4" fill="none" />
      <path d={`M0,0V${innerHeight + 0.5}H${innerWidth}`} stroke="var(--line-strong)" fill="none" />
      {innerHeight >= UNIT_LENGTH && (
        <text x={-8} y={innerHeight / 2} transform={`rotate(-90 ${-12} ${innerHeight / 2})`} textAnchor="middle">
          nats per image
        </text>
      )}
      <text x={innerWidth / 2} y={innerHeight / 2} dy="0.34em" textAnchor="middle" fontSize={12} {...RIM}>
        {expectation}
      </text>
      {showSteps && (
        <text x={innerWidth} y={innerHeight + 16} textAnchor="end">
          step →
        </text>
      )}
    </g>
  );
}
