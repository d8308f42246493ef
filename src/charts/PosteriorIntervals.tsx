import { scaleLinear, scalePoint } from "d3";
import styles from "./PosteriorIntervals.module.css";

export interface PosteriorIntervalsProps {
  mean: Float32Array;
  standardDeviation: Float32Array;
  z: Float32Array;
  width: number;
  height: number;
  /** What a screen reader says it shows. */
  label: string;
}

const LIMIT = 3;
const MARGIN = { left: 22, right: 6, top: 6, bottom: 6 };

/** q(z|x) in many dimensions at a glance: per dimension μ ± σ as a bar and the sample z as a dot, on one scale from −3 to 3. */
export function PosteriorIntervals({ mean, standardDeviation, z, width, height, label }: PosteriorIntervalsProps) {
  const dimensions = [...mean.keys()].filter((d) => Number.isFinite(mean[d] + standardDeviation[d] + z[d]));
  const x = scalePoint(dimensions, [MARGIN.left, width - MARGIN.right]).padding(0.5);
  const y = scaleLinear([-LIMIT, LIMIT], [height - MARGIN.bottom, MARGIN.top]).clamp(true);
  const at = (d: number): number => x(d) ?? 0;
  const dash = Math.min(5, x.step() * 0.7);
  const bars = dimensions.map((d) => `M${at(d)},${y(mean[d] - standardDeviation[d])}V${y(mean[d] + standardDeviation[d])}`).join("");
  const means = dimensions.map((d) => `M${at(d) - dash / 2},${y(mean[d])}h${dash}`).join("");
  const samples = dimensions.map((d) => `M${at(d)},${y(z[d])}h0`).join("");
  return (
    <svg width={width} height={height} role="img" aria-label={label} className={styles.intervals}>
      {[-2, 0, 2].map((tick) => (
        <g key={tick}>
          <path d={`M${MARGIN.left},${y(tick)}H${width - MARGIN.right}`} className={tick === 0 ? styles.zero : styles.rule} />
          <text x={MARGIN.left - 6} y={y(tick)} textAnchor="end" dominantBaseline="central">
            {String(tick).replace("-", "−")}
          </text>
        </g>
      ))}
      <path d={bars} className={styles.bars} strokeWidth={Math.min(5, Math.max(2, x.step() * 0.45))} />
      <path d={means} className={styles.means} />
      <path d={samples} className={styles.samples} strokeWidth={Math.min(4.5, Math.max(2.5, x.step() * 0.6))} />
    </svg>
  );
}
