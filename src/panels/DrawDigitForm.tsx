import { useId, useMemo } from "react";
import { DigitImage } from "../charts/DigitImage";
import { DrawingPad } from "../charts/DrawingPad";
import type { Stroke } from "../charts/drawingPadInk";
import styles from "./DrawDigitDialog.module.css";
import { digitOfStrokes } from "./digitOfStrokes";

interface DrawDigitFormProps {
  strokes: readonly Stroke[];
  change(change: (strokes: readonly Stroke[]) => readonly Stroke[]): void;
  /** Why the drawing cannot be used, or null. */
  problem: string | null;
  /** Takes the drawing; false when it cannot be used. */
  use(): boolean;
}

/** The pad, what the drawing becomes in the form of the data, and what to do with it; closes the dialog around it. */
export function DrawDigitForm({ strokes, change, problem, use }: DrawDigitFormProps) {
  const instructions = useId();
  const pixels = useMemo(() => digitOfStrokes(strokes), [strokes]);
  return (
    <form method="dialog" className={styles.form}>
      <h2 className={styles.title}>Draw a digit</h2>
      <div>
        <DrawingPad strokes={strokes} onChange={change} describedBy={instructions} />
      </div>
      <div className={styles.side}>
        <DigitImage pixels={pixels} label="The drawing in the form of the data" className={styles.preview} />
        <p className={styles.note}>As MNIST is made: fitted into 20 × 20, centred by its mass in 28 × 28. A drawing is outside the data.</p>
        <button
          type="button"
          className={styles.button}
          disabled={strokes.length === 0}
          onClick={() => change((before) => before.slice(0, -1))}
        >
          Undo stroke
        </button>
        <button type="button" className={styles.button} disabled={strokes.length === 0} onClick={() => change(() => [])}>
          Clear
        </button>
      </div>
      <p id={instructions} className={styles.instructions}>
        Draw with mouse, pen or finger. By keyboard: arrow keys move the pen, Space puts it down and lifts it.
      </p>
      <p className={styles.problem} role="alert">
        {problem}
      </p>
      <div className={styles.actions}>
        <button type="submit" className={styles.button}>
          Cancel
        </button>
        <button type="submit" className={styles.primary} onClick={(event) => use() || event.preventDefault()}>
          Use this digit
        </button>
      </div>
    </form>
  );
}
