import { range } from "d3";
import { laneCenter } from "./encodingsPlacement";
import styles from "./LatentSquare.module.css";
import { axisTitle, type LatentSquareTransform } from "./latentSquareTransform";

/** Room outside the square for ticks, labels and titles, in CSS pixels. */
export const AXIS_MARGIN = { left: 39, bottom: 36, top: 8, right: 8 };

export interface LatentSquareAxesProps {
  size: number;
  transform: LatentSquareTransform;
  /** The latent dimensions across and up; null with one dimension. */
  across: number;
  up: number | null;
  variable: "z" | "u";
  /** Without a dimension up: the height is a lane per digit; otherwise it means nothing. */
  lanes: boolean;
}

function ticksPath(positions: readonly { at: number; length: number }[], size: number, side: "bottom" | "left"): string {
  return positions.map(({ at, length }) => (side === "bottom" ? `M${at},${size}v${length}` : `M0,${size - at}h${-length}`)).join("");
}

/** Frame, ticks and titles of the square; one path per side. Drawn in the square's pixels, reaching out of it. */
export function LatentSquareAxes({ size, transform, across, up, variable, lanes }: LatentSquareAxesProps) {
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
        {axisTitle(across, transform.scale, variable)}
      </text>
      {up !== null && <VerticalAxis {...{ size, transform, up, variable }} positions={positions} />}
      {up === null && lanes && <LaneLabels size={size} />}
    </g>
  );
}

function VerticalAxis(
  props: Pick<LatentSquareAxesProps, "size" | "transform" | "variable"> & { up: number; positions: { at: number; length: number }[] },
) {
  const { size, transform, up, variable, positions } = props;
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
        {axisTitle(up, transform.scale, variable)}
      </text>
    </>
  );
}

/** With one latent dimension the height has no meaning in z: it sorts the test images by digit. */
function LaneLabels({ size }: { size: number }) {
  return (
    <>
      {range(10).map((digit) => (
        <text key={digit} x={-8} y={(1 - laneCenter(digit)) * size} dominantBaseline="central" textAnchor="end">
          {digit}
        </text>
      ))}
      <text transform={`translate(-30 ${size / 2}) rotate(-90)`} textAnchor="middle" className={styles.axisTitle}>
        test images by digit
      </text>
    </>
  );
}
