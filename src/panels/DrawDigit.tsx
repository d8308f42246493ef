import { Pencil } from "lucide-react";
import { useRef, useState } from "react";
import type { Stroke } from "../charts/drawingPadInk";
import { useActions } from "./app";
import styles from "./DrawDigit.module.css";
import { DrawDigitForm } from "./DrawDigitForm";
import { digitOfStrokes } from "./digitOfStrokes";

/** A button that opens a pad to draw on; the drawing stays when the pad is closed without using it. */
export function DrawDigit() {
  const { selectImage } = useActions();
  const dialog = useRef<HTMLDialogElement>(null);
  const [strokes, setStrokes] = useState<readonly Stroke[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const change = (step: (strokes: readonly Stroke[]) => readonly Stroke[]): void => {
    setStrokes(step);
    setProblem(null);
  };
  const use = (): void => {
    const pixels = digitOfStrokes(strokes);
    if (pixels === null) {
      setProblem("Nothing is drawn yet. Draw a digit on the pad first; the image in use has not changed.");
      return;
    }
    selectImage({ kind: "drawn", pixels });
    dialog.current?.close();
  };
  return (
    <>
      <button type="button" className={styles.open} onClick={() => dialog.current?.showModal()}>
        <Pencil size={12} aria-hidden="true" /> Draw
      </button>
      <dialog ref={dialog} className={styles.dialog} aria-label="Draw a digit" onClose={() => setProblem(null)}>
        <DrawDigitForm strokes={strokes} change={change} problem={problem} use={use} cancel={() => dialog.current?.close()} />
      </dialog>
    </>
  );
}
