import { describeRange, MAX_HIDDEN_LAYERS, RANGES } from "../../experiment/ranges";
import { type Reading, wasText } from "./numberText";

/** "256-128"; "0" for no hidden layer. */
export function writeWidths(widths: readonly number[]): string {
  return widths.length === 0 ? "0" : widths.join("-");
}

/** Hidden widths joined by hyphens, commas or spaces; 0 or none for a linear map. */
export function readWidths(name: string, text: string): Reading<number[]> {
  const plain = text.trim().toLowerCase();
  if (plain === "0" || plain === "none") return { value: [] };
  const widths = plain.split(/[\s,\-–]+/u).map((part) => (part === "" ? Number.NaN : Number(part)));
  const { min, max } = RANGES["network.encoder"];
  const allowed = widths.length <= MAX_HIDDEN_LAYERS && widths.every((width) => Number.isInteger(width) && width >= min && width <= max);
  if (allowed) return { value: widths };
  const rule = `up to ${MAX_HIDDEN_LAYERS} widths joined by hyphens, each ${describeRange(RANGES["network.encoder"])}, or 0 for none`;
  return { problem: `${name} ${wasText(text)}; it must be ${rule}.` };
}

/** The text with the width at the caret doubled or halved; unchanged where there is none. */
export function nudgeWidth(text: string, caret: number, direction: 1 | -1): string {
  const { min, max } = RANGES["network.encoder"];
  return text.replace(/\d+/gu, (digits, start: number) => {
    if (caret < start || caret > start + digits.length) return digits;
    const scaled = direction > 0 ? Number(digits) * 2 : Math.round(Number(digits) / 2);
    return String(Math.min(max, Math.max(min, scaled)));
  });
}
