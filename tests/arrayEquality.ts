import { expect } from "vitest";

/**
 * Typed arrays of one kind whose elements are the same are equal. Vitest finds that out too, element by element through its general
 * comparison, which takes a thousand times as long; whatever is not the same is left to it.
 */
function sameElements(a: unknown, b: unknown): true | undefined {
  if (!isNumbers(a) || !isNumbers(b) || Object.getPrototypeOf(a) !== Object.getPrototypeOf(b) || a.length !== b.length) return undefined;
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return undefined;
  return true;
}

function isNumbers(value: unknown): value is Float32Array {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}

expect.addEqualityTesters([sameElements]);
