import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { Machine } from "../../../src/engine/simd/machine";
import { scattered } from "../numbers";
import { productOn, TRANSPOSITIONS, worstError } from "../productChecks";
import { matrixProduct } from "../reference";
import { sameBits, testMachine } from "./machines";
import { type OperandSizes, productWithin, withZeros } from "./matrices";

/** Values of which a product makes NaN out of zeros, or keeps the sign. */
const ODD_VALUES = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN, -0];

const SIZES: fc.Arbitrary<OperandSizes> = fc.record({
  m: fc.integer({ min: 1, max: 20 }),
  n: fc.integer({ min: 1, max: 45 }),
  k: fc.integer({ min: 1, max: 40 }),
  transposeA: fc.boolean(),
  transposeB: fc.boolean(),
});

/** Where an odd value is put in an operand, as a share of its length, and which. */
const ODD_PLACES = fc.array(fc.tuple(fc.double({ min: 0, max: 0.999, noNaN: true }), fc.constantFrom(...ODD_VALUES)), { maxLength: 3 });

let [alone, three]: Machine[] = [];

beforeAll(async () => {
  [alone, three] = [await testMachine(1), await testMachine(3)];
});

function placed(values: Float32Array, places: Array<[number, number]>): Float32Array {
  for (const [share, value] of places) values[Math.floor(share * values.length)] = value;
  return values;
}

describe("a product whose first operand is mostly zeros", () => {
  it("is what IEEE arithmetic makes of all its terms, and stays within its place", () => {
    fc.assert(
      fc.property(SIZES, fc.integer({ min: 0, max: 100 }), ODD_PLACES, ODD_PLACES, (sizes, percent, oddA, oddB) => {
        const { m, n, k, transposeA, transposeB } = sizes;
        const a = placed(withZeros(m * k, percent / 100, m + k), oddA);
        const b = placed(Float32Array.from(scattered(k * n, n + k)), oddB);
        const found = productWithin(alone, a, b, sizes);
        matrixProduct(a, b, m, n, k, transposeA, transposeB).forEach((exact, i) => {
          if (Number.isFinite(exact)) expect(Math.abs(found[i] - exact)).toBeLessThan((k + 1) * 2 ** -23);
          else expect(found[i]).toBe(exact);
        });
      }),
      { numRuns: 400 },
    );
  });

  it.each(TRANSPOSITIONS)("has the bits of the product with all zeros in it (transposed: %s, %s)", (transposeA, transposeB) => {
    const [m, n, k] = [25, 32, 700];
    const a = withZeros(m * k, 0.9, 1);
    const b = Float32Array.from(scattered(k * n, 2));
    // 32 columns are too few for the zeros to be left out; in 64 they are.
    const twice = transposeB ? Float32Array.of(...b, ...b) : Float32Array.from({ length: 2 * k * n }, (_, i) => b[(i >> 6) * n + (i & 31)]);
    const few = productWithin(alone, a, b, { m, n, k, transposeA, transposeB });
    const many = productWithin(alone, a, twice, { m, n: 2 * n, k, transposeA, transposeB });
    const firstHalf = many.filter((_, i) => i % 64 < 32);
    expect(sameBits(firstHalf, few)).toBe(true);
  });
});

describe("a product on several threads", () => {
  it.each([
    [128, 400, 784],
    [784, 50, 128],
    [128, 20, 400],
    [301, 3, 401],
  ])("has the bits of the product on one: %i × %i, inner %i", (m, n, k) => {
    for (const [transposeA, transposeB] of TRANSPOSITIONS) {
      const a = withZeros(m * k, 0.8, 3);
      const b = Float32Array.from(scattered(k * n, 4));
      const sizes = { m, n, k, transposeA, transposeB };
      expect(sameBits(productWithin(three, a, b, sizes), productWithin(alone, a, b, sizes))).toBe(true);
    }
  });
});

describe("a product too large to be packed at once", () => {
  it.each([
    [1541, 34, 1400],
    [13, 2060, 650],
  ])("is the sum of its parts: %i × %i, inner %i", (m, n, k) => {
    for (const machine of [alone, three]) expect(worstError(productOn(machine), [[m, n, k]], true, true)).toBeLessThan(1);
  });

  it.each([
    [1541, 40, 8],
    [3079, 33, 325],
  ])("makes NaN of zeros times infinity in all of them: %i × %i, inner %i", async (m, n, k) => {
    const b = Float32Array.from(scattered(k * n, 5));
    b[0] = Number.POSITIVE_INFINITY;
    for (const threads of [1, 3]) {
      // In new memory, where what is read in a wrong place is 0.
      const found = productWithin(await testMachine(threads), new Float32Array(m * k), b, {
        m,
        n,
        k,
        transposeA: false,
        transposeB: false,
      });
      expect(found.every((value, i) => (i % n === 0 ? Number.isNaN(value) : value === 0))).toBe(true);
    }
  });
});

it("multiplies and adds in the loop that the product is measured against", () => {
  expect(alone.kernels.multiplyAddLoop(100_000)).toBeCloseTo(12, 3);
});
