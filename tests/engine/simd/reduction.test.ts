import { max, mean, min, sum, type Tensor, tensor, tensor2d, tidy } from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { columnSums } from "../../../src/engine/operations/columnSums";
import { globalNorm } from "../../../src/engine/operations/globalNorm";
import { startTestEngine } from "../engines";
import { product, scattered } from "../numbers";
import { outputOf, sameBits, testMachine } from "./machines";

const total = (terms: number[]) => terms.reduce((all, term) => all + term, 0);

/** A reduction on the engine and in float64; what its error may be, from the sum of absolute terms. */
const REDUCTIONS: Array<[string, (x: Tensor, axes: number[], keepDims: boolean) => Tensor, (terms: number[]) => number, number]> = [
  ["sum", sum, total, 2e-7],
  ["mean", mean, (terms) => total(terms) / terms.length, 2e-7],
  ["max", max, (terms) => Math.max(...terms), 0],
  ["min", min, (terms) => Math.min(...terms), 0],
];

const cases = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.boolean()), { minLength: 1, maxLength: 5 })
  .map((axes) => ({ shape: axes.map(([size]) => size), axes: axes.flatMap(([, isReduced], axis) => (isReduced ? [axis] : [])) }));

/** The terms of each element of the result. */
function grouped(values: ArrayLike<number>, shape: number[], axes: number[]): number[][] {
  const kept = shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  const groups: number[][] = Array.from({ length: product(kept) }, () => []);
  for (let i = 0; i < product(shape); i++) {
    let [index, stride, rest] = [0, 1, i];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      if (kept[axis] > 1) index += stride * (rest % shape[axis]);
      stride *= kept[axis];
      rest = Math.floor(rest / shape[axis]);
    }
    groups[index].push(values[i]);
  }
  return groups;
}

beforeAll(() => startTestEngine("simd"));

describe.each(REDUCTIONS)("%s", (_name, operation, exact, tolerance) => {
  function check(values: Float32Array, shape: number[], axes: number[], keepDims: boolean): void {
    const found = tidy(() => {
      const result = operation(tensor(values, shape), axes, keepDims);
      return { shape: result.shape, values: result.dataSync() };
    });
    const keep = shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
    expect(found.shape).toEqual(keepDims ? keep : shape.filter((_, axis) => !axes.includes(axis)));
    const groups = grouped(values, shape, axes);
    expect(found.values.length).toBe(groups.length);
    groups.forEach((terms, i) => {
      const scale = exact(terms.map(Math.abs)) || 1;
      expect(Math.abs(found.values[i] - exact(terms))).toBeLessThanOrEqual(tolerance * scale);
    });
  }

  it("is the float64 reduction over any axes of any shape", () => {
    fc.assert(
      fc.property(cases, fc.boolean(), fc.nat(1000), ({ shape, axes }, keepDims, seed) =>
        check(Float32Array.from(scattered(product(shape), seed)), shape, axes, keepDims),
      ),
      { numRuns: 300 },
    );
  });

  it.each([
    [[50_003], [0]],
    [[3, 20_011], [1]],
    [[517, 70], [0]],
    [[2, 300, 37], [1]],
    [[31, 2000], [1]],
  ])("is the float64 reduction where the work is cut: %j along %j", (shape, axes) => {
    check(Float32Array.from(scattered(product(shape), 5)), shape, axes, false);
  });

  it("hands on NaN to its own result only", () => {
    for (const axis of [0, 1]) {
      const values = scattered(35 * 21, 6);
      values[17 * 21 + 11] = Number.NaN;
      const found = tidy(() => operation(tensor2d(values, [35, 21]), [axis], false).dataSync());
      expect(Array.from(found).flatMap((value, i) => (Number.isNaN(value) ? [i] : []))).toEqual([axis === 0 ? 11 : 17]);
    }
  });
});

it("sums nothing to 0, and has no largest of nothing", () => {
  expect(Array.from(sum(tensor2d([], [0, 3]), 0).dataSync())).toEqual([0, 0, 0]);
  expect(Array.from(sum(tensor2d([], [3, 0]), 0).dataSync())).toEqual([]);
  expect(Array.from(max(tensor2d([], [2, 0]), 1).dataSync())).toEqual([Number.NaN, Number.NaN]);
});

it("sums columns and takes the norm of gradients in float64", () => {
  const x = scattered(301 * 33, 7);
  const sums = columnSums(tensor2d(x, [301, 33])).dataSync();
  grouped(Float32Array.from(x), [301, 33], [0]).forEach((terms, i) => {
    expect(Math.abs(sums[i] - total(terms))).toBeLessThan(2e-6);
  });
  const gradients = [40_001, 1, 7].map((count, i) => Float32Array.from(scattered(count, 8 + i)));
  const norm = Math.sqrt(total(gradients.flatMap((gradient) => Array.from(gradient, (value) => value * value))));
  expect(globalNorm(gradients.map((gradient) => tensor(gradient))).dataSync()[0]).toBe(Math.fround(norm));
});

it.each([
  [1, 50_003, 1],
  [3001, 17, 1],
  [1, 517, 70],
  [40, 30, 37],
])("gives the same bits for one thread and for three, and leaves what follows alone: [%i, %i, %i]", async (outer, n, inner) => {
  const x = scattered(outer * n * inner, 9);
  const found = await Promise.all(
    [1, 3].map(async (threads) => {
      const machine = await testMachine(threads);
      const { kernels, heap } = machine;
      const scratch = heap.allocate(kernels.reductionBytes(outer, n, inner));
      return [0, 1, 2].map((operation) =>
        outputOf(machine, [x], outer * inner, ([from], out) => kernels.reduce(operation, from, out, scratch, outer, n, inner, 1)),
      );
    }),
  );
  expect(found[1].every((values, i) => sameBits(values, found[0][i]))).toBe(true);
});
