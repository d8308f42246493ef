import { expect, test } from "vitest";

/** What `arrayEquality.ts` finds equal and what it leaves to Vitest, which is asked here as every other test asks it. */

test("typed arrays of one kind with the same elements are equal, wherever they stand", () => {
  expect(Float32Array.of(1, Number.NaN, -0)).toEqual(Float32Array.of(1, Number.NaN, -0));
  expect({ a: [Uint8Array.of(1, 2)] }).toEqual({ a: [Uint8Array.of(1, 2)] });
  expect(BigUint64Array.of(1n)).toStrictEqual(BigUint64Array.of(1n));
});

test.each([
  ["an element", Float32Array.of(1, 2), Float32Array.of(1, 3)],
  ["the sign of a zero", Float32Array.of(0), Float32Array.of(-0)],
  ["a value that is none", Float32Array.of(Number.NaN), Float32Array.of(0)],
  ["the length", Uint8Array.of(1, 2), Uint8Array.of(1, 2, 0)],
  ["the kind", Float32Array.of(1), Float64Array.of(1)],
  ["one that is no array", Uint8Array.of(1), [1]],
])("they differ by %s", (_, a, b) => {
  expect(a).not.toEqual(b);
  expect(b).not.toEqual(a);
  expect({ a: [a] }).not.toEqual({ a: [b] });
});
