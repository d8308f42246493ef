import { type CSSProperties, useEffect, useRef } from "react";
import styles from "./Field.module.css";
import { writeNumber } from "./numberText";
import type { SliderScale } from "./sliders";

interface SliderProps {
  value: number;
  scale: SliderScale;
  /** Takes the value under the thumb while it moves. */
  edit(text: string): void;
  /** Takes the value where the thumb was let go. */
  settle(text: string): void;
}

const POSITIONS = 1000;

/** The pointer's way to set the number field beside it, which is the one that keyboards and screen readers use. */
export function Slider({ value, scale, edit, settle }: SliderProps) {
  const ref = useRef<HTMLInputElement>(null);
  const settled = useRef(settle);
  settled.current = settle;
  const text = (input: HTMLInputElement) => writeNumber(scale.fromPosition(input.valueAsNumber / POSITIONS));
  const written = useRef(text);
  written.current = text;
  // React's onChange is the DOM's input event; only the DOM's change event says that the thumb was let go.
  useEffect(() => {
    const input = ref.current;
    const onChange = () => {
      if (input !== null) settled.current(written.current(input));
    };
    input?.addEventListener("change", onChange);
    return () => input?.removeEventListener("change", onChange);
  }, []);
  const position = scale.toPosition(value);
  return (
    <input
      ref={ref}
      className={styles.slider}
      type="range"
      tabIndex={-1}
      aria-hidden="true"
      min={0}
      max={POSITIONS}
      value={Math.round(position * POSITIONS)}
      style={{ "--at": `${position * 100}%` } as CSSProperties}
      onChange={(event) => edit(text(event.target))}
    />
  );
}
