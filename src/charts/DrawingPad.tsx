import { line } from "d3";
import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import styles from "./DrawingPad.module.css";
import { PEN_WIDTH, type Stroke } from "./drawingPadInk";

export interface DrawingPadProps {
  strokes: readonly Stroke[];
  /** Several changes may come before the next render, so each is told as a step from what was before. */
  onChange(change: (strokes: readonly Stroke[]) => readonly Stroke[]): void;
  /** Id of the text that says how to draw. */
  describedBy: string;
}

/** How far an arrow key moves the pen, in units of the pad: one pixel of the image. */
const KEY_STEP = 1 / 28;

const ARROWS: Record<string, readonly [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

interface Pen {
  at: readonly [number, number];
  down: boolean;
}

const clampUnit = (value: number): number => Math.min(1, Math.max(0, value));
const extendLast = (strokes: readonly Stroke[], point: readonly [number, number]): readonly Stroke[] => [
  ...strokes.slice(0, -1),
  [...(strokes.at(-1) ?? []), point],
];

/** A pad to draw on with mouse, pen, finger or keys: arrows move the pen, Space puts it down and lifts it. */
export function DrawingPad({ strokes, onChange, describedBy }: DrawingPadProps) {
  const [pen, setPen] = useState<Pen | null>(null);
  const drawing = useRef<number | null>(null);
  const pointAt = (event: PointerEvent<SVGSVGElement>): readonly [number, number] => {
    const box = event.currentTarget.getBoundingClientRect();
    return [clampUnit((event.clientX - box.left) / box.width), clampUnit((event.clientY - box.top) / box.height)];
  };
  const begin = (event: PointerEvent<SVGSVGElement>): void => {
    if (drawing.current !== null || event.button !== 0) return;
    drawing.current = event.pointerId;
    event.currentTarget.setPointerCapture(event.pointerId);
    setPen(null);
    const point = pointAt(event);
    onChange((before) => [...before, [point]]);
  };
  const extend = (event: PointerEvent<SVGSVGElement>): void => {
    if (drawing.current !== event.pointerId) return;
    const point = pointAt(event);
    onChange((before) => extendLast(before, point));
  };
  const end = (event: PointerEvent<SVGSVGElement>): void => {
    if (drawing.current === event.pointerId) drawing.current = null;
  };
  const onKeyDown = (event: KeyboardEvent<SVGSVGElement>): void => {
    const now = pen ?? { at: [0.5, 0.3], down: false };
    const direction = ARROWS[event.key];
    if (direction) {
      const at = [clampUnit(now.at[0] + direction[0] * KEY_STEP), clampUnit(now.at[1] + direction[1] * KEY_STEP)] as const;
      setPen({ at, down: now.down });
      if (now.down) onChange((before) => extendLast(before, at));
    } else if (event.key === " ") {
      setPen({ at: now.at, down: !now.down });
      if (!now.down) onChange((before) => [...before, [now.at]]);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <svg
      viewBox="0 0 1 1"
      className={styles.pad}
      role="application"
      aria-label="Drawing pad"
      aria-describedby={describedBy}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a drawing surface takes the focus for its keys
      tabIndex={0}
      onPointerDown={begin}
      onPointerMove={extend}
      onPointerUp={end}
      onPointerCancel={end}
      onKeyDown={onKeyDown}
    >
      <rect x={4 / 28} y={4 / 28} width={20 / 28} height={20 / 28} className={styles.box} />
      <path d={strokes.map(strokePath).join("")} strokeWidth={PEN_WIDTH} className={styles.ink} />
      {pen === null ? null : <circle cx={pen.at[0]} cy={pen.at[1]} r={0.03} className={pen.down ? styles.cursorDown : styles.cursor} />}
    </svg>
  );
}

/** A dot where the pen did not move. */
function strokePath(stroke: Stroke): string {
  const points = stroke.map(([x, y]): [number, number] => [x, y]);
  return `${line()(points) ?? ""}${points.length === 1 ? "h0" : ""}`;
}
