/** A value that came in a message as a refusal names it: short, and without asking the value itself, which may be a cycle or without a text. */
export function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (typeof value === "number" || typeof value === "boolean" || value === undefined || value === null) return String(value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (ArrayBuffer.isView(value)) return `an array of ${value.byteLength} bytes`;
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
