import { Pencil } from "lucide-react";
import { useState } from "react";
import type { Stroke } from "../charts/drawingPadInk";
import styles from "./DrawDigit.module.css";
import { useOnDemand } from "./useOnDemand";

const loadDialog = async () => (await import("./DrawDigitDialog")).DrawDigitDialog;

/** A button that opens a pad to draw on; the drawing stays when the pad is closed without using it. */
export function DrawDigit() {
  const { part: DrawDigitDialog, request } = useOnDemand(loadDialog, "The drawing pad");
  const [open, setOpen] = useState(false);
  const [strokes, setStrokes] = useState<readonly Stroke[]>([]);
  const begin = async () => setOpen((await request()) !== null);
  return (
    <>
      <button type="button" className={styles.open} onClick={() => void begin()}>
        <Pencil size={12} aria-hidden="true" /> Draw
      </button>
      {open && DrawDigitDialog && <DrawDigitDialog strokes={strokes} change={setStrokes} onClose={() => setOpen(false)} />}
    </>
  );
}
