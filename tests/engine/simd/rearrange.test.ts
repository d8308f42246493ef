import { grad, mul, split, stack, sum, type Tensor, tensor, tidy, transpose } from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { beforeAll, expect, it } from "vitest";
import { product, scattered } from "../numbers";
import { onEngine, startSimdEngines } from "./simdEngines";

beforeAll(startSimdEngines);

const sides = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 4 });

it("tensors are split along any axis as tfjs splits them", async () => {
  const cases = sides.chain((shape) =>
    fc.record({ shape: fc.constant(shape), axis: fc.nat(shape.length - 1), sizes: fc.array(fc.nat(3), { minLength: 1, maxLength: 4 }) }),
  );
  await fc.assert(
    fc.asyncProperty(cases, async ({ shape, axis, sizes }) => {
      const whole = shape.map((side, i) => (i === axis ? sizes.reduce((total, size) => total + size, 0) : side));
      const parts = () =>
        tidy(() =>
          split(tensor(scattered(product(whole), 1), whole, "float32"), sizes, axis).map((part) => ({
            shape: part.shape,
            values: Array.from(part.dataSync()),
          })),
        );
      expect(await onEngine("simd1", parts)).toEqual(await onEngine("cpu", parts));
    }),
  );
});

it("axes are exchanged as tfjs exchanges them", async () => {
  const cases = sides.chain((shape) =>
    fc.record({
      shape: fc.constant(shape),
      order: fc.shuffledSubarray(
        shape.map((_, axis) => axis),
        { minLength: shape.length },
      ),
    }),
  );
  await fc.assert(
    fc.asyncProperty(cases, async ({ shape, order }) => {
      const exchanged = () =>
        tidy(() => {
          const found = transpose(tensor(scattered(product(shape), 1), shape, "float32"), order);
          return { shape: found.shape, values: Array.from(found.dataSync()) };
        });
      expect(await onEngine("simd1", exchanged)).toEqual(await onEngine("cpu", exchanged));
    }),
  );
});

it("have tfjs's gradients", async () => {
  const gradient = () =>
    tidy(() => {
      const weights = tensor(scattered(24, 3), [2, 4, 3]);
      const f = (at: Tensor) =>
        sum(mul(stack(split(transpose(at, [1, 0]), 2, 1).map((part) => transpose(part))), transpose(weights, [0, 2, 1])));
      return Array.from(grad(f)(tensor(scattered(24, 2), [6, 4])).dataSync());
    });
  expect(await onEngine("simd1", gradient)).toEqual(await onEngine("cpu", gradient));
});
