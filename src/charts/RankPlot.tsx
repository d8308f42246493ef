import { scaleLinear } from "d3";

interface RankPlotProps {
  /** Counts of ranks in equal bins. */
  bins: readonly number[];
  /** ECDF minus the uniform's at each rank, and the band in which all of it lies 95 times in 100 when the ranks are uniform. */
  difference: Float64Array;
  lower: Float64Array;
  upper: Float64Array;
  width: number;
}

const HISTOGRAM = 34;
const GAP = 6;
const DIFFERENCE = 46;

export const RANK_PLOT_HEIGHT = HISTOGRAM + GAP + DIFFERENCE;

/** Ranks as a histogram with its expected level, and below it the difference of their ECDF from the uniform one within its band. */
export function RankPlot({ bins, width, ...rest }: RankPlotProps) {
  const count = bins.reduce((sum, n) => sum + n, 0);
  const expected = count / bins.length;
  const y = scaleLinear([0, Math.max(2 * expected, ...bins)], [HISTOGRAM, 0]);
  const breadth = width / bins.length;
  const bars = bins.map(
    (n, bin) => `M${(bin * breadth).toFixed(1)},${HISTOGRAM}V${y(n).toFixed(1)}h${(breadth - 1).toFixed(1)}V${HISTOGRAM}Z`,
  );
  return (
    <>
      <path d={bars.join("")} fill="var(--ink-3)" opacity={0.55} />
      <path d={`M0,${HISTOGRAM + 0.5}H${width}`} stroke="var(--line-strong)" />
      <path d={`M0,${y(expected).toFixed(1)}H${width}`} stroke="var(--ink-2)" strokeDasharray="2 2" />
      <g transform={`translate(0,${HISTOGRAM + GAP})`}>
        <Difference {...rest} width={width} />
      </g>
    </>
  );
}

function Difference({ difference, lower, upper, width }: Omit<RankPlotProps, "bins">) {
  const last = difference.length - 1;
  const reach =
    1.1 * Math.max(...[lower, upper, difference].map((values) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)));
  const x = (rank: number) => ((rank / Math.max(1, last)) * width).toFixed(1);
  const y = scaleLinear([-reach, reach], [DIFFERENCE, 0]);
  const line = (values: Float64Array) => Array.from(values, (value, rank) => `${x(rank)},${y(value).toFixed(1)}`);
  const isOutside = difference.some((value, rank) => value < lower[rank] - 1e-12 || value > upper[rank] + 1e-12);
  return (
    <>
      <path d={`M${line(lower).join("L")}L${line(upper).reverse().join("L")}Z`} fill="var(--ink-3)" opacity={0.18} />
      <path d={`M0,${y(0)}H${width}`} stroke="var(--line-strong)" />
      <path d={`M${line(difference).join("L")}`} fill="none" stroke={isOutside ? "var(--error)" : "var(--ink)"} strokeWidth={1.5} />
    </>
  );
}
