import { concat, grad, mul, stack, sum, type Tensor, tensor, tidy } from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { beforeAll, expect, it } from "vitest";
import { type ENGINES, startTestEngine } from "../engines";
import { product, scattered } from "../numbers";

/** What the operation makes of tensors of these shapes on an engine. */
async function resultOn(engine: (typeof ENGINES)[number], shapes: number[][], operation: (tensors: Tensor[]) => Tensor) {
  await startTestEngine(engine);
  return tidy(() => {
    const result = operation(shapes.map((shape, i) => tensor(scattered(product(shape), i), shape)));
    return { shape: result.shape, values: Array.from(result.dataSync()) };
  });
}

beforeAll(() => startTestEngine("simd"));

const cases = fc
  .array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 })
  .chain((shape) =>
    fc.record({ shape: fc.constant(shape), axis: fc.nat(shape.length - 1), sizes: fc.array(fc.nat(4), { minLength: 2, maxLength: 4 }) }),
  );

it("joins tensors along any axis as tfjs does", async () => {
  await fc.assert(
    fc.asyncProperty(cases, async ({ shape, axis, sizes }) => {
      const shapes = sizes.map((size) => shape.map((side, i) => (i === axis ? size : side)));
      const join = (tensors: Tensor[]) => concat(tensors, axis);
      expect(await resultOn("simd", shapes, join)).toEqual(await resultOn("cpu", shapes, join));
    }),
    { numRuns: 60 },
  );
});

it("stacks tensors along a new axis as tfjs does", async () => {
  for (const axis of [0, 1, 2, -1, -2, -3]) {
    const shapes = [0, 1, 2].map(() => [3, 5]);
    const pile = (tensors: Tensor[]) => stack(tensors, axis);
    expect(await resultOn("simd", shapes, pile)).toEqual(await resultOn("cpu", shapes, pile));
  }
  expect(await resultOn("simd", [[], []], (tensors) => stack(tensors))).toMatchObject({ shape: [2] });
});

it("has stack's gradient along an axis counted from the end", async () => {
  const weighted = ([x, weights]: Tensor[]) => grad((at: Tensor) => sum(mul(stack([at, weights], -1), stack([weights, at], -1))))(x);
  const shapes = [
    [3, 5],
    [3, 5],
  ];
  expect(await resultOn("simd", shapes, weighted)).toEqual(await resultOn("cpu", shapes, weighted));
});
