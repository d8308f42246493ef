import { add, addN, div, maximum, minimum, mul, squaredDifference, sub, type Tensor, tensor, tensor1d, tidy } from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { startTestEngine } from "../engines";
import { product, scattered } from "../numbers";
import { outputOf, sameBits, testMachine } from "./machines";

const FUNCTIONS: Array<[string, (a: Tensor, b: Tensor) => Tensor, (a: number, b: number) => number]> = [
  ["add", add, (a, b) => a + b],
  ["sub", sub, (a, b) => a - b],
  ["mul", mul, (a, b) => a * b],
  ["div", div, (a, b) => a / b],
  ["maximum", maximum, Math.max],
  ["minimum", minimum, Math.min],
  ["squaredDifference", squaredDifference, (a, b) => Math.fround(a - b) ** 2],
];

/** Two shapes that broadcast, and the shape that they broadcast to. */
const shapes = fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.constantFrom("both", "a", "b")), { maxLength: 5 }).chain((axes) => {
  const side = (own: string) => axes.map(([size, moves]) => (moves === "both" || moves === own ? size : 1));
  const [a, b] = [side("a"), side("b")];
  return fc.tuple(fc.nat(axes.length), fc.boolean()).map(([drop, fromA]) => {
    const ones = (shape: number[]) => shape.slice(0, drop).every((size) => size === 1);
    return { a: fromA && ones(a) ? a.slice(drop) : a, b: !fromA && ones(b) ? b.slice(drop) : b, out: axes.map(([size]) => size) };
  });
});

/** a[…] at index `at` of the result of shape `out`. */
function broadcastAt(values: Float32Array, shape: number[], out: number[], at: number): number {
  let [index, stride, rest] = [0, 1, at];
  for (let fromEnd = 1; fromEnd <= shape.length; fromEnd++) {
    const size = shape[shape.length - fromEnd];
    const outSize = out[out.length - fromEnd];
    if (size > 1) index += stride * (rest % outSize);
    stride *= size;
    rest = Math.floor(rest / outSize);
  }
  return values[index];
}

function values(count: number, seed: number): Float32Array {
  const special = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 3e38, 1];
  return Float32Array.from(scattered(count, seed, 3), (value, i) => ((i * 7 + seed) % 23 < 6 ? special[(i * 7 + seed) % 23] : value));
}

beforeAll(() => startTestEngine("simd"));

describe.each(FUNCTIONS)("%s", (_name, operation, exact) => {
  it("is IEEE's operation for any two shapes that broadcast", () => {
    fc.assert(
      fc.property(shapes, fc.nat(1000), ({ a, b, out }, seed) => {
        const left = values(product(a), seed);
        const right = values(product(b), seed + 1);
        const found = tidy(() => {
          const result = operation(tensor(left, a), tensor(right, b));
          return { shape: result.shape.join(), values: result.dataSync() };
        });
        const expected = Float32Array.from({ length: product(out) }, (_, i) =>
          exact(broadcastAt(left, a, out, i), broadcastAt(right, b, out, i)),
        );
        expect(found.shape).toBe(out.join());
        expect(
          Array.from(expected).findIndex(
            (value, i) => !(value === found.values[i] || (Number.isNaN(value) && Number.isNaN(found.values[i]))),
          ),
        ).toBe(-1);
      }),
      { numRuns: 300 },
    );
  });
});

it("adds tensors of one shape, one among them", () => {
  const x = scattered(7, 1);
  expect(Array.from(addN([tensor1d(x)]).dataSync())).toEqual(Array.from(Float32Array.from(x)));
  const found = addN([1, 2, 3].map((seed) => tensor1d(scattered(7, seed)))).dataSync();
  found.forEach((value, i) => {
    expect(value).toBeCloseTo(scattered(7, 1)[i] + scattered(7, 2)[i] + scattered(7, 3)[i], 6);
  });
});

it("leaves other types than float32 to tfjs", () => {
  const large = tensor1d([16_777_217, 3], "int32");
  const sum = add(large, tensor1d([2, 4], "int32"));
  expect(sum.dtype).toBe("int32");
  expect(Array.from(sum.dataSync())).toEqual([16_777_219, 7]);
});

describe("on one thread and on three", () => {
  /** outer, rows, columns, the strides of a and those of b. */
  const LAYOUTS: Array<[string, number[], number[], number[]]> = [
    ["same shape", [1, 1, 50_003], [0, 0, 1], [0, 0, 1]],
    ["row", [1, 131, 401], [0, 401, 1], [0, 0, 1]],
    ["column", [1, 131, 401], [0, 1, 0], [0, 401, 1]],
    ["two axes", [3, 41, 402], [402, 0, 1], [0, 1, 0]],
    ["narrow rows", [1, 20_001, 3], [0, 3, 1], [0, 1, 0]],
  ];

  it.each(LAYOUTS)("gives the same bits and leaves what follows alone: %s", async (_name, [outer, rows, columns], aStrides, bStrides) => {
    const count = outer * rows * columns;
    const inputs = [scattered(count, 1), scattered(count, 2)];
    const results = await Promise.all(
      [1, 3].map(async (threads) => {
        const { kernels, ...machine } = await testMachine(threads);
        const strides = [...aStrides, ...bStrides] as [number, number, number, number, number, number];
        return [0, 1, 2, 3, 4, 5, 6, 7, 8].map((operation) =>
          outputOf({ kernels, ...machine }, inputs, count, ([a, b], out) =>
            kernels.binary(operation, a, b, out, outer, rows, columns, ...strides, -0.5, 0.5),
          ),
        );
      }),
    );
    expect(results[1].every((found, i) => sameBits(found, results[0][i]))).toBe(true);
    expect(results[0].some((found) => found.some(Number.isNaN))).toBe(false);
  });
});
