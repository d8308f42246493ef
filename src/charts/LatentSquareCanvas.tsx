import { useEffect, useRef, useState } from "react";
import { canvasContext } from "./canvasContext";

/** Device pixels per CSS pixel, followed through zoom and moves between screens. */
function useDevicePixelRatio(): number {
  const [ratio, setRatio] = useState(() => window.devicePixelRatio || 1);
  useEffect(() => {
    const query = matchMedia(`(resolution: ${ratio}dppx)`);
    const update = (): void => setRatio(window.devicePixelRatio || 1);
    query.addEventListener("change", update);
    return () => query.removeEventListener("change", update);
  }, [ratio]);
  return ratio;
}

/** Paints a square of `size` units on a side; units are CSS pixels, whatever the screen's density. */
export type PaintSquare = (context: CanvasRenderingContext2D, size: number) => void;

export interface LatentSquareCanvasProps {
  size: number;
  paint: PaintSquare;
  /** What a screen reader says it shows. */
  label: string;
  className?: string;
}

/** A square canvas with one device pixel per screen pixel, repainted when `paint` or its size changes. */
export function LatentSquareCanvas({ size, paint, label, className }: LatentSquareCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const ratio = useDevicePixelRatio();
  const pixels = Math.round(size * ratio);
  useEffect(() => {
    const context = canvas.current && canvasContext(canvas.current);
    if (!context || size === 0) return;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, size, size);
    paint(context, size);
  }, [paint, size, ratio]);
  return <canvas ref={canvas} width={pixels} height={pixels} role="img" aria-label={label} className={className} />;
}
