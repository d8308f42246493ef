import type { DigitColors } from "./digitImageColors";
import type { PaintSquare } from "./LatentSquareCanvas";
import type { LatentSquareTransform } from "./latentSquareTransform";

/** The rows of a worksheet as points of the latent square: pixels from its left and its top. */
export interface WorksheetPoints {
  x: Float64Array;
  y: Float64Array;
}

const DOT = { radius: 1.8, halo: 3 };
const DIAMOND = 4;

/** Places codes whose last `dim` latents are those of the square; with one dimension all at half its height. */
export function placePoints(
  codes: readonly Float32Array[],
  { dim, across, up, transform }: { dim: number; across: number; up: number | null; transform: LatentSquareTransform },
  size: number,
): WorksheetPoints {
  const unit = (code: Float32Array, axis: number): number => transform.toUnit(code[code.length - dim + axis]);
  return {
    x: Float64Array.from(codes, (code) => unit(code, across) * size),
    y: Float64Array.from(codes, (code) => (up === null ? 0.5 : 1 - unit(code, up)) * size),
  };
}

/** The nearest point within `reach` pixels, or −1. */
export function nearestPoint({ x, y }: WorksheetPoints, toX: number, toY: number, reach: number): number {
  let [found, closest] = [-1, reach ** 2];
  for (let i = 0; i < x.length; i++) {
    const distance = (x[i] - toX) ** 2 + (y[i] - toY) ** 2;
    if (distance <= closest) [found, closest] = [i, distance];
  }
  return found;
}

/** Draws as dots, then what a hand has set as small diamonds over them. */
export function pointsPainter({ x, y }: WorksheetPoints, isByHand: readonly boolean[], colors: DigitColors): PaintSquare {
  return (context, size) => {
    const isInside = (i: number) => x[i] >= 0 && x[i] <= size && y[i] >= 0 && y[i] <= size;
    const dot = (i: number, radius: number, color: string) => {
      context.fillStyle = color;
      context.beginPath();
      context.arc(x[i], y[i], radius, 0, 2 * Math.PI);
      context.fill();
    };
    for (let i = 0; i < x.length; i++) {
      if (isByHand[i] || !isInside(i)) continue;
      dot(i, DOT.halo, colors.paper);
      dot(i, DOT.radius, colors.accent);
    }
    context.fillStyle = colors.paper;
    context.strokeStyle = colors.accent;
    context.lineWidth = 1.5;
    const diamond = new Path2D(`M0-${DIAMOND}l${DIAMOND},${DIAMOND}l-${DIAMOND},${DIAMOND}l-${DIAMOND}-${DIAMOND}z`);
    for (let i = 0; i < x.length; i++) {
      if (!isByHand[i] || !isInside(i)) continue;
      context.save();
      context.translate(x[i], y[i]);
      context.fill(diamond);
      context.stroke(diamond);
      context.restore();
    }
  };
}
