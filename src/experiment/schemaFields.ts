import * as v from "valibot";
import { describeRange, RANGES, type Range, type RangedField } from "./ranges";

/** The schema's single fields, each with a message that says what it was and what is allowed. */

/** "[256,128]", "\"adam\"", cut to a readable length. */
export function show(value: unknown): string {
  const text = typeof value === "object" || typeof value === "string" ? JSON.stringify(value) : String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** "batchSize was 0; allowed: a whole number from 1 to 2048". */
export function refusal(field: string, input: unknown, allowed: string): string {
  return `${field} was ${show(input)}; allowed: ${allowed}`;
}

/** "\"analytic\", \"monteCarlo\"". */
export function listed(options: readonly string[]): string {
  return options.map((option) => `"${option}"`).join(", ");
}

/** A number in a range; `otherwise` ends the message with what else is allowed. */
export function within(field: string, range: Range, otherwise = "") {
  const { min, max, integer } = range;
  const message = (issue: { input: unknown }) => refusal(field, issue.input, describeRange(range) + otherwise);
  const isAllowed = (value: number) => value >= min && value <= max && (!integer || Number.isInteger(value));
  return v.pipe(v.number(message), v.check(isAllowed, message));
}

export function ranged(field: RangedField) {
  return within(field, RANGES[field]);
}

export function nullable(field: "optimizer.clipNorm" | "stopAfterEpochs") {
  return v.union([v.null(), ranged(field)], (issue) => refusal(field, issue.input, describeRange(RANGES[field])));
}

/** One of some words; `reasons` say why a word that means something elsewhere is not one of them. */
export function choice<const T extends readonly string[]>(field: string, options: T, reasons: Readonly<Record<string, string>> = {}) {
  return v.picklist(options, ({ input }) => {
    const reason = typeof input === "string" && Object.hasOwn(reasons, input) ? `. ${reasons[input]}` : "";
    return refusal(field, input, listed(options)) + reason;
  });
}
