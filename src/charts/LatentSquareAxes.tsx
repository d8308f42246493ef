import styles from "./LatentSquare.module.css";
import { axisTitle, type LatentSquareTransform } from "./latentSquareTransform";

/** Room outside the square for ticks, labels and titles, in CSS pixels. */
export const AXIS_MARGIN = { left: 40, bottom: 36, top: 8, right: 8 };

export interface LatentSquareAxesProps {
  size: number;
  transform: LatentSquareTransform;
  /** The latent dimensions across and up; null up: the height is a lane per digit. */
  across: number;
  up: number | null;
  /** Height of each digit's lane, in units of the square, where there are lanes. */
  laneCenters: readonly number[];
}

function ticksPath(positions: readonly { at: number; length: number }[], size: number, side: "bottom" | "left"): string {
  return positions.map(({ at, length }) => (side === "bottom" ? `M${at},${size}v${length}` : `M0,${size - at}h${-length}`)).join("");
}

/** Frame, ticks and titles of the square; one path per side. Drawn in the square's pixels, reaching out of it. */
export function LatentSquareAxes({ size, transform, across, up, laneCenters }: LatentSquareAxesProps) {
  const positions = transform.ticks.map(({ unit, label }) => ({ at: unit * size, length: label === null ? 3 : 5 }));
  const labelled = transform.ticks.filter((tick) => tick.label !== null);
  return (
    <g className={styles.axes}>
      <rect width={size} height={size} className={styles.frame} />
      <path d={ticksPath(positions, size, "bottom")} className={styles.tick} />
      {labelled.map(({ z, unit, label }) => (
        <text key={z} x={unit * size} y={size + 17} textAnchor="middle">
          {label}
        </text>
      ))}
      <text x={size / 2} y={size + 32} textAnchor="middle" className={styles.axisTitle}>
        {axisTitle(across, transform.scale)}
      </text>
      {up === null ? <LaneLabels size={size} centers={laneCenters} /> : <VerticalAxis {...{ size, transform, up }} positions={positions} />}
    </g>
  );
}

function VerticalAxis(props: { size: number; transform: LatentSquareTransform; up: number; positions: { at: number; length: number }[] }) {
  const { size, transform, up, positions } = props;
  const labelled = transform.ticks.filter((tick) => tick.label !== null);
  return (
    <>
      <path d={ticksPath(positions, size, "left")} className={styles.tick} />
      {labelled.map(({ z, unit, label }) => (
        <text key={z} x={-8} y={(1 - unit) * size} dominantBaseline="central" textAnchor="end">
          {label}
        </text>
      ))}
      <text transform={`translate(-30 ${size / 2}) rotate(-90)`} textAnchor="middle" className={styles.axisTitle}>
        {axisTitle(up, transform.scale)}
      </text>
    </>
  );
}

/** With one latent dimension the height has no meaning in z: it sorts the test images by digit. */
function LaneLabels({ size, centers }: { size: number; centers: readonly number[] }) {
  return (
    <>
      {centers.map((center, digit) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a lane is its digit
        <text key={digit} x={-8} y={(1 - center) * size} dominantBaseline="central" textAnchor="end">
          {digit}
        </text>
      ))}
      <text transform={`translate(-30 ${size / 2}) rotate(-90)`} textAnchor="middle" className={styles.axisTitle}>
        {centers.length > 0 && "test images by digit"}
      </text>
    </>
  );
}
