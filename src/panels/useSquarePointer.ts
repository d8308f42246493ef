import { type PointerEvent, useRef, useState } from "react";

/** Where the pointer is, in units of the square from the bottom left. */
export interface SquarePointer {
  horizontal: number;
  vertical: number;
  /** A finger hides what is under it. */
  touch: boolean;
}

/** A finger that moves less than this, in CSS pixels, and leaves within this time has tapped. */
const TAP = { distance: 10, milliseconds: 400 };

const clampUnit = (value: number): number => Math.min(1, Math.max(0, value));

function locate(event: PointerEvent<HTMLElement>, size: number): SquarePointer {
  const box = event.currentTarget.getBoundingClientRect();
  return {
    horizontal: clampUnit((event.clientX - box.left) / size),
    vertical: clampUnit(1 - (event.clientY - box.top) / size),
    touch: event.pointerType === "touch",
  };
}

/** Follows one pointer over the square: a mouse hovers and clicks; a finger hovers while it is down, and a tap is a click. */
export function useSquarePointer(size: number, press: () => void) {
  const [pointer, setPointer] = useState<SquarePointer | null>(null);
  const start = useRef<{ id: number; x: number; y: number; time: number } | null>(null);
  const follow = (event: PointerEvent<HTMLElement>): void => {
    if (start.current === null || start.current.id === event.pointerId) setPointer(locate(event, size));
  };
  const down = (event: PointerEvent<HTMLElement>): void => {
    if (event.button !== 0 || start.current !== null) return;
    start.current = { id: event.pointerId, x: event.clientX, y: event.clientY, time: event.timeStamp };
    event.currentTarget.setPointerCapture(event.pointerId);
    setPointer(locate(event, size));
  };
  const leave = (event: PointerEvent<HTMLElement>): void => {
    if (start.current?.id === event.pointerId) start.current = null;
    setPointer(null);
  };
  const lift = (event: PointerEvent<HTMLElement>): void => {
    const from = start.current;
    if (from?.id !== event.pointerId) return;
    start.current = null;
    const moved = Math.hypot(event.clientX - from.x, event.clientY - from.y);
    if (moved < TAP.distance && (event.pointerType === "mouse" || event.timeStamp - from.time < TAP.milliseconds)) press();
    if (event.pointerType === "touch") setPointer(null);
  };
  return {
    pointer,
    handlers: { onPointerMove: follow, onPointerDown: down, onPointerUp: lift, onPointerLeave: leave, onPointerCancel: leave },
  };
}
