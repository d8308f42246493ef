import { DigitImage } from "./DigitImage";
import styles from "./LatentSquare.module.css";

/** Side of the enlarged image, and the lens's distance from its point, in CSS pixels. */
const LENS = { hover: 96, pin: 64, gap: 14, caption: 34 };

export interface LatentSquareLensProps {
  kind: "hover" | "pin";
  /** Where the point is, in CSS pixels from the square's top left. */
  x: number;
  y: number;
  /** Side of the square. */
  size: number;
  /** [784] in [0, 1]; null while it is being decoded. */
  pixels: Float32Array | null;
  /** "0.31, −1.20" */
  caption: string;
  note?: string | null;
}

/** The image that a point decodes to, beside that point: above and to the right where there is room. */
export function LatentSquareLens({ kind, x, y, size, pixels, caption, note }: LatentSquareLensProps) {
  const side = LENS[kind];
  const left = x + LENS.gap + side + 8 > size ? x - LENS.gap - side - 8 : x + LENS.gap;
  const above = y - LENS.gap - side - LENS.caption;
  const top = above < 0 ? y + LENS.gap : above;
  return (
    <div
      className={kind === "hover" ? styles.lens : `${styles.lens} ${styles.pinLens}`}
      style={{ transform: `translate(${Math.max(-AXIS_OVERHANG, left)}px, ${top}px)`, width: side + 8 }}
    >
      <DigitImage pixels={pixels} label={`Decoded image at ${caption}`} className={styles.lensImage} />
      <span className={styles.lensCaption}>{caption}</span>
      {note ? <span className={styles.lensNote}>{note}</span> : null}
    </div>
  );
}

/** On a small square the lens may reach over the axis. */
const AXIS_OVERHANG = 30;
