import { scaleLinear } from "d3";
import { formatShare } from "./estimateFormat";
import { NatsAxis } from "./NatsAxis";

interface CoverageHistogramProps {
  /** Image by image, shares in [0, 1]. */
  held: Float32Array;
  nominal: number;
  coverage: { value: number; error: number };
  width: number;
}

const BINS = 25;
const PLOT = 52;
const SIDE = 18;

export const COVERAGE_HISTOGRAM_HEIGHT = PLOT + 20;

/** What regions of q hold of the exact posterior, image by image, with the mean of it and what it ought to be. */
export function CoverageHistogram({ held, nominal, coverage, width }: CoverageHistogramProps) {
  const x = scaleLinear([0, 1], [SIDE, width - SIDE]);
  const counts = new Array<number>(BINS).fill(0);
  for (const share of held) if (Number.isFinite(share)) counts[Math.min(BINS - 1, Math.max(0, Math.floor(share * BINS)))] += 1;
  const y = scaleLinear([0, Math.max(1, ...counts)], [PLOT, 8]);
  const breadth = (x(1) - x(0)) / BINS;
  const bars = counts.map(
    (count, bin) => `M${x(bin / BINS).toFixed(1)},${PLOT}V${y(count).toFixed(1)}h${(breadth - 1).toFixed(1)}V${PLOT}Z`,
  );
  const { value, error } = coverage;
  const spread = Number.isFinite(error) ? `M${x(Math.max(0, value - error)).toFixed(1)},4H${x(Math.min(1, value + error)).toFixed(1)}` : "";
  return (
    <>
      <NatsAxis x={x} height={PLOT} format={(tick) => formatShare(tick, 0)} />
      <path d={bars.join("")} fill="var(--truth)" opacity={0.5} />
      <path d={`M${x(nominal).toFixed(1)},0V${PLOT}`} stroke="var(--ink)" strokeWidth={1.25} strokeDasharray="2 2" />
      <path d={spread} stroke="var(--truth)" strokeWidth={2.5} />
      {Number.isFinite(value) && <circle cx={x(value)} cy={4} r={3.5} fill="var(--truth)" stroke="var(--paper)" />}
    </>
  );
}
