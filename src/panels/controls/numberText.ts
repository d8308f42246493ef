import { describeRange, type Range } from "../../experiment/ranges";

/** What a text means, or what is wrong with it, as a sentence. */
export type Reading<T> = { value: T } | { problem: string };

const NONE = new Set(["", "none", "null", "∞"]);

/** What a field was, to begin the sentence about what it must be. */
export function wasText(text: string): string {
  return text.trim() === "" ? "was empty" : `was “${text.trim()}”`;
}

/** A typed number: spaces group digits, − is a minus; null for none where the range allows it. */
export function readNumber(name: string, text: string, range: Range): Reading<number | null> {
  const plain = text.replace(/\s/gu, "").replace(/−/gu, "-").toLowerCase();
  if (range.nullable && NONE.has(plain)) return { value: null };
  const value = plain === "" ? Number.NaN : Number(plain);
  const allowed = value >= range.min && value <= range.max && (!range.integer || Number.isInteger(value));
  return allowed ? { value } : { problem: `${name} ${wasText(text)}; it must be ${describeRange(range)}.` };
}

/** A value as its field shows it: every digit, no grouping. */
export function writeNumber(value: number | null): string {
  return value === null ? "none" : String(value);
}

/** "45 s", "2 min 15 s", "1 h 05 min". */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const twoDigits = (part: number) => part.toString().padStart(2, "0");
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${twoDigits(whole % 60)} s`;
  return `${Math.floor(whole / 3600)} h ${twoDigits(Math.floor((whole % 3600) / 60))} min`;
}

/** Megabytes with one decimal. */
export function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
