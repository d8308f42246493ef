import { expect, test } from "vitest";
import { readIdx } from "../../src/data/idx";

/** An IDX file of unsigned bytes. */
function idxFile(dimensions: number[], values: number[]): Uint8Array {
  const sizes = dimensions.flatMap((size) => [size >>> 24, (size >>> 16) & 255, (size >>> 8) & 255, size & 255]);
  return Uint8Array.from([0, 0, 8, dimensions.length, ...sizes, ...values]);
}

test("the shape and the values of a file come back", () => {
  const idx = readIdx(idxFile([2, 1, 3], [1, 2, 3, 4, 5, 6]), "six");
  expect(idx.dimensions).toEqual([2, 1, 3]);
  expect([...idx.values]).toEqual([1, 2, 3, 4, 5, 6]);
});

test("a file inside a larger buffer is read from its own start", () => {
  const buffer = Uint8Array.from([9, 9, 9, ...idxFile([2], [7, 8])]);
  expect([...readIdx(buffer.subarray(3), "two").values]).toEqual([7, 8]);
});

test.each([
  ["nothing", [], "f: 0 bytes are too few for an IDX header"],
  ["text", [...new TextEncoder().encode("<html>")], "f: not an IDX file (it must begin with two zero bytes)"],
  ["floats", [0, 0, 0x0d, 1, 0, 0, 0, 0], "f: values of type 0x0d, expected unsigned bytes (0x08)"],
  ["no dimensions", [0, 0, 8, 0], "f: an IDX file without dimensions"],
  ["a short header", [0, 0, 8, 2, 0, 0, 0, 1], "f: the header ends before its 2 sizes"],
  ["too few values", [...idxFile([2, 2], [1, 2, 3])], "f: 3 values, expected 2 × 2 = 4"],
  ["too many values", [...idxFile([2], [1, 2, 3])], "f: 3 values, expected 2 = 2"],
])("%s is refused by name", (_what, bytes, message) => {
  expect(() => readIdx(Uint8Array.from(bytes), "f")).toThrow(message);
});
