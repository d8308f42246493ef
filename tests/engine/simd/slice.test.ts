import { fill, grad, mul, slice, sum, type Tensor, tensor, tidy } from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { beforeAll, beforeEach, expect, it } from "vitest";
import { activateBackend } from "../../../src/engine/registry";
import { product, scattered } from "../numbers";
import { machineInUse, onEngine, startSimdEngines } from "./simdEngines";

beforeAll(startSimdEngines);
beforeEach(() => activateBackend("simd1"));

const axis = fc
  .integer({ min: 0, max: 5 })
  .chain((side) =>
    fc
      .nat(side)
      .chain((begin) =>
        fc.record({ side: fc.constant(side), begin: fc.constant(begin), size: fc.integer({ min: -1, max: side - begin }) }),
      ),
  );

it("a part of a tensor is what tfjs's is", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(axis, { minLength: 1, maxLength: 4 }), async (axes) => {
      const shape = axes.map(({ side }) => side);
      const part = () =>
        tidy(() => {
          const given = tensor(scattered(product(shape), 1), shape);
          const begin = axes.map((one) => one.begin);
          const found = slice(
            given,
            begin,
            axes.map(({ size }) => size),
          );
          return { shape: found.shape, values: Array.from(found.dataSync()) };
        });
      expect(await onEngine("simd1", part)).toEqual(await onEngine("cpu", part));
    }),
  );
});

it("has tfjs's gradient", async () => {
  const gradient = () =>
    tidy(() => {
      const [x, weights] = [tensor(scattered(35, 2), [5, 7]), tensor(scattered(6, 3), [2, 3])];
      return Array.from(grad((at: Tensor) => sum(mul(slice(at, [1, 2], [2, 3]), weights)))(x).dataSync());
    });
  expect(await onEngine("simd1", gradient)).toEqual(await onEngine("cpu", gradient));
});

it("of whole numbers stays with the cpu kernel", () => {
  const part = tidy(() => Array.from(slice(tensor([1, 2, 3], [3], "int32"), 1).dataSync()));
  expect(part).toEqual([2, 3]);
});

it("reads its input where it is after the memory grew for the result", () => {
  const length = machineInUse().floats().length;
  const whole = fill([length], 7);
  const part = slice(whole, [1]);
  const sums = tidy(() => sum(part).dataSync()[0]);
  expect(sums).toBe(Math.fround(7 * (length - 1)));
  for (const each of [whole, part]) each.dispose();
});
