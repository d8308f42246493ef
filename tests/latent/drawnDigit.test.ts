import { describe, expect, it } from "vitest";
import { rasterizeStrokes, type Stroke } from "../../src/charts/drawingPadInk";
import { centerOfMass, normalizeDigit } from "../../src/numeric/normalizeDigit";

const SIDE = 168;
const digitOf = (strokes: readonly Stroke[]): Float32Array => {
  const pixels = normalizeDigit(rasterizeStrokes(strokes, SIDE), SIDE, SIDE);
  if (pixels === null) throw new Error("nothing was drawn");
  return pixels;
};

/** Rows and columns that hold ink. */
function extent(pixels: Float32Array): { width: number; height: number } {
  const marked = [...pixels.keys()].filter((i) => pixels[i] > 0.05);
  const span = (values: number[]): number => Math.max(...values) - Math.min(...values) + 1;
  return { width: span(marked.map((i) => i % 28)), height: span(marked.map((i) => Math.floor(i / 28))) };
}

const SEVEN: Stroke[] = [
  [
    [0.2, 0.1],
    [0.8, 0.1],
    [0.4, 0.9],
  ],
];

describe("a drawn digit in MNIST's form", () => {
  it("fits 20 × 20 with its proportions kept, wherever and however large it was drawn", () => {
    const { width, height } = extent(digitOf(SEVEN));
    expect(height).toBe(20);
    expect(width).toBeGreaterThanOrEqual(14);
    expect(width).toBeLessThan(17);
    const small = SEVEN.map((stroke) => stroke.map(([x, y]) => [0.7 + x * 0.25, 0.05 + y * 0.25] as const));
    expect(extent(digitOf(small)).height).toBe(20);
  });

  it("has its centre of mass at the centre of pixel (14, 14), to half a pixel, as the published files", () => {
    for (const strokes of [SEVEN, [[[0.1, 0.2] as const, [0.1, 0.6] as const]], [[[0.3, 0.5] as const, [0.9, 0.5] as const]]]) {
      const { x, y } = centerOfMass(digitOf(strokes), 28);
      expect(Math.abs(x - 14.5)).toBeLessThanOrEqual(0.5);
      expect(Math.abs(y - 14.5)).toBeLessThanOrEqual(0.5);
    }
  });

  it("is grey at the edges and within [0, 1]", () => {
    const pixels = digitOf(SEVEN);
    expect(Math.min(...pixels)).toBe(0);
    expect(Math.max(...pixels)).toBeLessThanOrEqual(1 + 1e-6);
    expect(pixels.some((ink) => ink > 0.2 && ink < 0.8)).toBe(true);
  });

  it("has about as much ink as a digit of the data (102 pixels on average)", () => {
    const ink = digitOf(SEVEN).reduce((sum, value) => sum + value, 0);
    expect(ink).toBeGreaterThan(50);
    expect(ink).toBeLessThan(180);
  });

  it("is a mark for a single dot, and nothing for an empty pad", () => {
    expect(digitOf([[[0.5, 0.5]]]).some((ink) => ink > 0.9)).toBe(true);
    expect(normalizeDigit(rasterizeStrokes([], SIDE), SIDE, SIDE)).toBeNull();
  });
});
