import { conv2d, conv2dTranspose, grads, memory, type Scalar, square, sum, type Tensor4D, tensor4d, tidy } from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { finiteDifferences, largestError, product, scattered } from "../numbers";
import { CONVOLUTION_CASES, type ConvolutionCase, convolve, type Operands, operands, PRODUCTS } from "./convolutionCases";
import { machineInUse, onEngine, startSimdEngines } from "./simdEngines";

beforeAll(startSimdEngines);

/** Largest error against the cpu kernels, as a share of the sum of absolute terms; NaN if any is. */
async function worstShare(one: ConvolutionCase, given: Operands): Promise<number> {
  const found = await onEngine("simd1", () => convolve(one, given));
  const exact = await onEngine("cpu", () => convolve(one, given));
  const absolute = { x: given.x.map(Math.abs), filter: given.filter.map(Math.abs), dy: given.dy.map(Math.abs) };
  const terms = await onEngine("cpu", () => convolve(one, absolute));
  return PRODUCTS.reduce((worst, name) => {
    if (found[name].length !== exact[name].length) return Number.NaN;
    return found[name].reduce((most, value, i) => {
      const error = Math.abs(value - exact[name][i]);
      return error === 0 ? most : Math.max(most, error / terms[name][i]);
    }, worst);
  }, 0);
}

const sumOfSquares = (y: Tensor4D): Scalar => sum(square(y));

describe("convolution on the SIMD engine", () => {
  it("is the cpu kernels' convolution, with both gradients, for any shapes, strides and paddings", async () => {
    await fc.assert(
      fc.asyncProperty(CONVOLUTION_CASES, fc.nat(1000), async (one, seed) => {
        expect(await worstShare(one, operands(one, seed))).toBeLessThan(1e-5);
      }),
      { numRuns: 400 },
    );
  });

  it.each([
    ["in several slices", { x: [9, 40, 33, 7], filter: [5, 4, 7, 1], strides: [1, 1], pad: "same" }],
    ["in slices of one line", { x: [1, 4, 100, 60], filter: [3, 61, 60, 1], strides: [1, 1], pad: "same" }],
    ["of single pixels", { x: [3, 13, 11, 17], filter: [1, 1, 17, 5], strides: [1, 1], pad: "valid" }],
    ["of whole images", { x: [7, 4, 5, 6], filter: [4, 5, 6, 10], strides: [2, 2], pad: "valid" }],
    ["of every other pixel", { x: [3, 13, 11, 17], filter: [1, 1, 17, 5], strides: [2, 2], pad: "valid" }],
    ["of no image", { x: [0, 5, 5, 2], filter: [3, 3, 2, 4], strides: [1, 1], pad: "same" }],
    ["without channels", { x: [2, 5, 5, 0], filter: [3, 3, 0, 4], strides: [1, 1], pad: "same" }],
  ] as Array<[string, ConvolutionCase]>)("is theirs %s", async (_name, one) => {
    expect(await worstShare(one, operands(one, 3))).toBeLessThan(1e-5);
  });

  it("reads pixels apart where the filter is dilated", async () => {
    const dilations = fc.constantFrom<[number, number]>([2, 1], [1, 2], [2, 3], [4, 4]);
    const stretched = CONVOLUTION_CASES.filter(({ x, filter }) => x[1] > 4 * filter[0] && x[2] > 4 * filter[1]);
    await fc.assert(
      fc.asyncProperty(stretched, dilations, async (one, apart) => {
        const given = operands({ ...one, strides: [1, 1] }, 5);
        const [x, filter] = [given.x, given.filter];
        const value = () => tidy(() => conv2d(tensor4d(x, one.x), tensor4d(filter, one.filter), 1, "same", "NHWC", apart).dataSync());
        const share = largestError(await onEngine("simd1", value), await onEngine("cpu", value)) / product(one.filter);
        expect(share).toBeLessThan(1e-6);
      }),
      { numRuns: 60 },
    );
  });

  it("gives the same bits on one thread and on three", async () => {
    for (const one of [
      { x: [33, 28, 27, 3], filter: [4, 4, 3, 32], strides: [2, 2], pad: "same" },
      { x: [64, 14, 14, 16], filter: [3, 3, 16, 24], strides: [1, 1], pad: 1 },
    ] as ConvolutionCase[]) {
      const given = operands(one, 8);
      const alone = await onEngine("simd1", () => convolve(one, given));
      for (let trial = 0; trial < 3; trial++) expect(await onEngine("simd3", () => convolve(one, given))).toEqual(alone);
    }
  });

  it("carries NaN and infinity wherever the cpu kernels do", async () => {
    const one: ConvolutionCase = { x: [2, 9, 8, 3], filter: [3, 2, 3, 5], strides: [2, 1], pad: "valid" };
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      for (const name of ["x", "filter", "dy"] as const) {
        const given = operands(one, 9);
        given[name][17] = bad;
        const found = await onEngine("simd1", () => convolve(one, given));
        const exact = await onEngine("cpu", () => convolve(one, given));
        for (const result of PRODUCTS) {
          const kinds = [found, exact].map((values) => values[result].map((value) => (Number.isFinite(value) ? 0 : value)));
          expect(kinds[0]).toEqual(kinds[1]);
        }
      }
    }
  });

  it("carries a pixel's NaN through padding to the patches that have it, and no further", async () => {
    const one: ConvolutionCase = { x: [2, 6, 6, 2], filter: [3, 3, 2, 4], strides: [2, 2], pad: "same" };
    const given = operands(one, 10);
    given.x[5] = Number.NaN;
    const [found, exact] = [await onEngine("simd1", () => convolve(one, given)), await onEngine("cpu", () => convolve(one, given))];
    expect(found.y.map(Number.isNaN)).toEqual(exact.y.map(Number.isNaN));
    expect(found.dFilter.map(Number.isNaN)).toEqual(exact.dFilter.map(Number.isNaN));
  });

  it("leaves the channels-first format to the cpu kernels", async () => {
    const [x, filter] = [scattered(2 * 3 * 6 * 5, 1), scattered(2 * 2 * 3 * 4, 2)];
    const value = () => tidy(() => conv2d(tensor4d(x, [2, 3, 6, 5]), tensor4d(filter, [2, 2, 3, 4]), 1, "valid", "NCHW").dataSync());
    expect(await onEngine("simd1", value)).toEqual(await onEngine("cpu", value));
  });

  it.each([
    ["conv2d", { x: [2, 5, 4, 2], filter: [3, 2, 2, 3] }],
    ["conv2dTranspose", { x: [2, 3, 2, 3], filter: [3, 2, 2, 3] }],
  ] as const)("has the finite differences of %s as gradients", async (name, shapes) => {
    const [x, filter] = [scattered(product(shapes.x), 11), scattered(product(shapes.filter), 12)];
    const value = (a: Tensor4D, b: Tensor4D) =>
      name === "conv2d" ? conv2d(a, b, 2, "same") : (conv2dTranspose(a, b, [2, 5, 4, 2], 2, "same") as Tensor4D);
    const objective = (a: number[], b: number[]) =>
      tidy(() => sumOfSquares(value(tensor4d(a, [...shapes.x]), tensor4d(b, [...shapes.filter]))).dataSync()[0]);
    const found = await onEngine("simd1", () =>
      grads((a, b) => sumOfSquares(value(a as Tensor4D, b as Tensor4D)))([
        tensor4d(x, [...shapes.x]),
        tensor4d(filter, [...shapes.filter]),
      ]),
    );
    const [dx, dFilter] = found.map((gradient) => gradient.dataSync());
    expect(
      largestError(
        dx,
        finiteDifferences((moved) => objective(moved, filter), x, 1e-2),
      ),
    ).toBeLessThan(2e-3);
    expect(
      largestError(
        dFilter,
        finiteDifferences((moved) => objective(x, moved), filter, 1e-2),
      ),
    ).toBeLessThan(2e-3);
  });

  it("leaves nothing in memory", async () => {
    const one: ConvolutionCase = { x: [20, 14, 14, 16], filter: [4, 4, 16, 24], strides: [2, 2], pad: "same" };
    await onEngine("simd1", () => {
      const [used, tensors] = [machineInUse().heap.used, memory().numTensors];
      convolve(one, operands(one, 13));
      expect(machineInUse().heap.used).toBe(used);
      expect(memory().numTensors).toBe(tensors);
    });
  });

  it("says where operands do not fit", async () => {
    const { x, filter } = { x: [1, 4, 4, 2], filter: [3, 3, 3, 1] } as const;
    const make = () => conv2d(tensor4d(scattered(32, 1), [...x]), tensor4d(scattered(27, 1), [...filter]), 1, "same");
    await expect(onEngine("simd1", make)).rejects.toThrow(/depth of input \(2\) must match/);
  });
});
