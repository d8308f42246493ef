import { type RefObject, useState } from "react";
import { useElementSize } from "../../charts/useElementSize";

/** Height of a row, in CSS pixels; that of the header line too. */
export const ROW_HEIGHT = 26;

/** Rows beyond each edge of what is in view. */
const MARGIN = 6;

export interface RowWindow {
  /** The rows to render, ascending. */
  indices: number[];
  onScroll(): void;
}

/** Of `count` rows in a box that scrolls, those in view and a few more, and `kept` (which has the focus) wherever it is. */
export function useRowWindow(box: RefObject<HTMLElement | null>, count: number, kept: number): RowWindow {
  const size = useElementSize(box);
  const [first, setFirst] = useState(0);
  const shown = Math.ceil((size?.height ?? 0) / ROW_HEIGHT);
  const from = Math.max(0, Math.min(first, count - shown) - MARGIN);
  const to = Math.min(count, from + shown + 2 * MARGIN);
  const indices = Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
  const isInside = kept >= from && kept < to;
  if (!isInside && kept >= 0 && kept < count) indices.push(kept);
  return {
    indices: indices.sort((a, b) => a - b),
    onScroll: () => setFirst(Math.floor((box.current?.scrollTop ?? 0) / ROW_HEIGHT)),
  };
}

/** Scrolls the box so that the row is in view under the header line. */
export function revealRow(box: HTMLElement, index: number): void {
  const [top, bottom] = [index * ROW_HEIGHT, (index + 2) * ROW_HEIGHT];
  if (top < box.scrollTop) box.scrollTop = top;
  else if (bottom > box.scrollTop + box.clientHeight) box.scrollTop = bottom - box.clientHeight;
}
