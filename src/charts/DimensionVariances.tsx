import { scaleBand, scaleLog } from "d3";
import { latentName } from "./numberFormat";
import { RIM } from "./PlotMarks";
import { SizedDrawing } from "./SizedDrawing";

interface DimensionVariancesProps {
  /** Var over images of E_q[z_d|x]. */
  values: readonly number[];
  /** The variance above which a dimension counts as active. */
  threshold: number;
}

const HEIGHT = 84;
const NAMES = 22;
const MARGIN = { left: 43, right: 6, top: 4 };
const LOWEST = 1e-4;
const TICKS = [1, 0.01, LOWEST];
const NAME_WIDTH = 20;

/** How much the mean code of each latent dimension differs between images, on a logarithmic axis; what lies below it stands on its floor. */
export function DimensionVariances(props: DimensionVariancesProps) {
  return (
    <SizedDrawing height={MARGIN.top + HEIGHT + NAMES} label="Variance of the mean code of each dimension; the table has the numbers">
      {(width) => <Drawing {...props} innerWidth={Math.max(1, width - MARGIN.left - MARGIN.right)} />}
    </SizedDrawing>
  );
}

function Drawing({ values, threshold, innerWidth }: DimensionVariancesProps & { innerWidth: number }) {
  const y = scaleLog([LOWEST, Math.max(2, ...values.filter(Number.isFinite))], [HEIGHT, 0]).clamp(true);
  const x = scaleBand([...values.keys()], [0, innerWidth]);
  const centre = (d: number) => (x(d) ?? 0) + x.bandwidth() / 2;
  const radius = Math.max(1.5, Math.min(4, x.bandwidth() / 3));
  const isActive = (value: number) => value > threshold;
  const dots = (chosen: (value: number) => boolean) =>
    values.map((value, d) => (chosen(value) ? `M${centre(d).toFixed(1)},${y(Math.max(LOWEST, value)).toFixed(1)}h0` : "")).join("");
  const stride = Math.ceil((values.length * NAME_WIDTH) / innerWidth);
  return (
    <g transform={`translate(${MARGIN.left},${MARGIN.top})`} fontSize={11} fill="var(--ink-3)">
      <path d={TICKS.map((tick) => `M0,${y(tick).toFixed(1)}H${innerWidth}`).join("")} stroke="var(--line)" />
      {TICKS.map((tick) => (
        <text key={tick} x={-6} y={y(tick)} dy="0.34em" textAnchor="end">
          {tick}
        </text>
      ))}
      <path d={`M0,${y(threshold).toFixed(1)}H${innerWidth}`} stroke="var(--ink-2)" strokeDasharray="1 3" strokeWidth={1.25} />
      <text x={innerWidth - 2} y={y(threshold) - 5} textAnchor="end" fill="var(--ink-2)" {...RIM}>
        active above {threshold}
      </text>
      <g strokeLinecap="round" strokeWidth={2 * radius}>
        <path d={dots(isActive)} stroke="var(--kl)" />
        <path d={dots((value) => !isActive(value))} stroke="var(--kl-2)" />
      </g>
      <g textAnchor="middle">
        {[...values.keys()]
          .filter((d) => d % stride === 0)
          .map((d) => (
            <text key={d} x={centre(d)} y={HEIGHT + 16}>
              {latentName(d)}
            </text>
          ))}
      </g>
    </g>
  );
}
