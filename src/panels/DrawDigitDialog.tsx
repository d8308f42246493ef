import { useState } from "react";
import type { Stroke } from "../charts/drawingPadInk";
import { useActions } from "./app";
import { Modal } from "./controls/Modal";
import dialog from "./DrawDigitDialog.module.css";
import { DrawDigitForm } from "./DrawDigitForm";
import { digitOfStrokes } from "./digitOfStrokes";

interface DrawDigitDialogProps {
  strokes: readonly Stroke[];
  change(change: (strokes: readonly Stroke[]) => readonly Stroke[]): void;
  onClose(): void;
}

/** The pad in a dialog; what is drawn becomes the selected image once it is used. */
export function DrawDigitDialog({ strokes, change, onClose }: DrawDigitDialogProps) {
  const { selectImage } = useActions();
  const [problem, setProblem] = useState<string | null>(null);
  const draw = (step: (strokes: readonly Stroke[]) => readonly Stroke[]): void => {
    change(step);
    setProblem(null);
  };
  const use = (): boolean => {
    const pixels = digitOfStrokes(strokes);
    if (pixels === null) setProblem("Nothing is drawn yet. Draw a digit on the pad first; the image in use has not changed.");
    else selectImage({ kind: "drawn", pixels });
    return pixels !== null;
  };
  return (
    <Modal className={dialog.dialog} label="Draw a digit" onClose={onClose}>
      <DrawDigitForm strokes={strokes} change={draw} problem={problem} use={use} />
    </Modal>
  );
}
