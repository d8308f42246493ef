import { describeRange, MAX_HIDDEN_LAYERS, RANGES } from "../../experiment/ranges";
import { type Reading, wasText } from "./numberText";

/** What the widths of a network may be. */
export interface WidthLimits {
  minLayers: number;
  maxLayers: number;
  /** The largest of a single width. */
  max: number;
  /** What there are so many of. */
  noun: "widths" | "channels";
}

/** Those of fully connected layers. */
export const DENSE_LIMITS: WidthLimits = {
  minLayers: 0,
  maxLayers: MAX_HIDDEN_LAYERS,
  max: RANGES["network.encoder"].max,
  noun: "widths",
};

/** "256-128"; "0" for no hidden layer. */
export function writeWidths(widths: readonly number[]): string {
  return widths.length === 0 ? "0" : widths.join("-");
}

/** Hidden widths joined by hyphens, commas or spaces; 0 or none for a linear map. */
export function readWidths(name: string, text: string, limits: WidthLimits = DENSE_LIMITS): Reading<number[]> {
  const plain = text.trim().toLowerCase();
  const { minLayers, maxLayers, noun } = limits;
  if (minLayers === 0 && (plain === "0" || plain === "none")) return { value: [] };
  const widths = plain.split(/[\s,\-–]+/u).map((part) => (part === "" ? Number.NaN : Number(part)));
  const range = { ...RANGES["network.encoder"], max: limits.max };
  const isWidth = (width: number) => Number.isInteger(width) && width >= range.min && width <= range.max;
  if (widths.length <= maxLayers && widths.every(isWidth)) return { value: widths };
  const rule = `up to ${maxLayers} ${noun} joined by hyphens, each ${describeRange(range)}${minLayers === 0 ? ", or 0 for none" : ""}`;
  return { problem: `${name} ${wasText(text)}; it must be ${rule}.` };
}

/** The text with the width at the caret doubled or halved; unchanged where there is none. */
export function nudgeWidth(text: string, caret: number, direction: 1 | -1, { max }: WidthLimits = DENSE_LIMITS): string {
  const { min } = RANGES["network.encoder"];
  return text.replace(/\d+/gu, (digits, start: number) => {
    if (caret < start || caret > start + digits.length) return digits;
    const scaled = direction > 0 ? Number(digits) * 2 : Math.round(Number(digits) / 2);
    return String(Math.min(max, Math.max(min, scaled)));
  });
}
