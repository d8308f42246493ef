import { useEffect, useRef } from "react";
import { canvasContext } from "./canvasContext";
import { digitRamp, useDigitColors } from "./digitImageColors";

/** Pixels on a side of an image. */
export const DIGIT_SIDE = 28;

export interface DigitImageProps {
  /** [784] in [0, 1]; null draws paper. */
  pixels: Float32Array | null;
  /** What a screen reader says it shows. */
  label: string;
  className?: string;
}

/** One 28 × 28 image, ink on paper, its pixels left square. */
export function DigitImage({ pixels, label, className }: DigitImageProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const colors = useDigitColors();
  useEffect(() => {
    const context = canvas.current && canvasContext(canvas.current);
    if (!context) return;
    const ramp = digitRamp(colors);
    const image = context.createImageData(DIGIT_SIDE, DIGIT_SIDE);
    const words = new Uint32Array(image.data.buffer);
    for (let i = 0; i < words.length; i++) words[i] = ramp[Math.round(255 * Math.min(1, Math.max(0, pixels?.[i] ?? 0)))];
    context.putImageData(image, 0, 0);
  }, [pixels, colors]);
  return <canvas ref={canvas} width={DIGIT_SIDE} height={DIGIT_SIDE} role="img" aria-label={label} className={className} />;
}
