import type { HistoryPoint, SettingChange } from "./history";

/** A curve that came from outside, rebuilt point by point: only known fields, only finite numbers. */

/** More than an hour of the fastest run makes. */
const MOST_POINTS = 200_000;

const REQUIRED = ["step", "epoch", "reconstruction", "kl", "elbo", "loss", "beta"] as const satisfies readonly (keyof HistoryPoint)[];
const OPTIONAL = [
  "gradientNorm",
  "iwae",
  "samples",
  "count",
  "elboStandardError",
  "activeUnits",
] as const satisfies readonly (keyof HistoryPoint)[];
const LISTS = ["klPerDimension", "klPerLayer"] as const satisfies readonly (keyof HistoryPoint)[];

const MOST_COLUMNS = 128;
const LONGEST_TEXT = 500;

/** Sums of a few float32; what is larger was never measured, and would make an axis infinite. */
const LARGEST = 1e39;
const MOST_CHANGES = 10_000;

const isNumber = (value: unknown): value is number => typeof value === "number" && Math.abs(value) <= LARGEST;
const isStep = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

function record(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Error(`${what} is not an object`);
  return value as Record<string, unknown>;
}

function list(value: unknown, what: string, most = MOST_POINTS): unknown[] {
  if (!Array.isArray(value) || value.length > most) throw new Error(`${what} are not a list of at most ${most}`);
  return value;
}

function readPoint(value: unknown, index: number): HistoryPoint {
  const given = record(value, `point ${index}`);
  const { split } = given;
  if (split !== "train" && split !== "test") throw new Error(`point ${index} is of no split`);
  if (!isStep(given.step)) throw new Error(`point ${index} is of no step`);
  const entries: [string, number | number[]][] = [];
  for (const name of REQUIRED) {
    const number = given[name];
    if (!isNumber(number)) throw new Error(`point ${index} has no finite ${name}`);
    entries.push([name, number]);
  }
  for (const name of OPTIONAL) {
    const number = given[name];
    if (isNumber(number)) entries.push([name, number]);
  }
  for (const name of LISTS) {
    if (given[name] === undefined) continue;
    const numbers = list(given[name], `the ${name} of point ${index}`, MOST_COLUMNS);
    if (!numbers.every(isNumber)) throw new Error(`the ${name} of point ${index} are not all finite`);
    entries.push([name, numbers]);
  }
  return { split, ...Object.fromEntries(entries) } as unknown as HistoryPoint;
}

function readChange(value: unknown, index: number): SettingChange {
  const { step, text } = record(value, `change ${index}`);
  if (!isStep(step) || typeof text !== "string" || text.length > LONGEST_TEXT) throw new Error(`change ${index} has no step or no text`);
  return { step, text };
}

/** The curve and the changes of the text that `JSON.stringify({ history, changes })` makes. @throws Error that says what is wrong. */
export function readCurve(text: string): { history: HistoryPoint[]; changes: SettingChange[] } {
  const given = record(JSON.parse(text), "the curve");
  const history = list(given.history, "its points").map(readPoint);
  if (history.some(({ step }, index) => index > 0 && step < history[index - 1].step)) throw new Error("its points are not in order");
  return { history, changes: list(given.changes, "its changes", MOST_CHANGES).map(readChange) };
}
