import { describe, expect, it } from "vitest";
import { chiSquareQuantile, chiSquareTail } from "../../src/numeric/chiSquare";
import { erfc } from "../../src/numeric/normal";

/** Tabulated quantiles: degrees, P(χ² ≤ x), x. */
const QUANTILES = [
  [1, 0.95, 3.841458820694124],
  [3, 0.95, 7.814727903251179],
  [3, 0.999, 16.26623619623813],
  [10, 0.95, 18.307038053275146],
  [10, 0.999, 29.58829844507442],
  [19, 0.95, 30.14352720564616],
  [19, 0.999, 43.82019596451753],
  [100, 0.95, 124.34211340400407],
] as const;

/** x, degrees, P(χ² > x) computed in thirty digits. */
const TAILS = [
  [5, 19, 0.9994309626474822],
  [20, 19, 0.3945781820860008],
  [21, 19, 0.3368009019275336],
  [80, 19, 1.8596255029858508e-9],
  [300, 19, 2.000523244294765e-52],
  [0.5, 0.5, 0.25632205526853896],
  [30, 100, 0.99999999999909439],
  [1000, 1000, 0.49405285382923964],
  [1200, 1000, 1.22559423306229e-5],
] as const;

describe("the chi-square distribution", () => {
  it("is the normal's square with one degree of freedom, exponential with two", () => {
    for (const x of [1e-6, 0.01, 0.5, 1, 2.9, 3.1, 7, 20, 60]) {
      expect(Math.abs(chiSquareTail(x, 1) - erfc(Math.sqrt(x / 2)))).toBeLessThan(1e-11);
      expect(chiSquareTail(x, 2) / Math.exp(-x / 2)).toBeCloseTo(1, 12);
    }
  });

  it.each(TAILS)("has beyond %f with %f degrees the mass %f", (x, degrees, tail) => {
    expect(chiSquareTail(x, degrees) / tail).toBeCloseTo(1, 11);
  });

  it.each(QUANTILES)("with %f degrees has the quantile of %f at %f", (degrees, probability, x) => {
    expect(chiSquareTail(x, degrees)).toBeCloseTo(1 - probability, 12);
    expect(chiSquareQuantile(probability, degrees) / x).toBeCloseTo(1, 11);
  });

  it("has the recurrence Q(a + 1, x) = Q(a, x) + x^a e^{−x}/Γ(a + 1), through both of its expansions", () => {
    for (let degrees = 2, factorial = 1; degrees <= 40; degrees += 2, factorial *= degrees / 2) {
      for (const x of [3, 12, 30]) {
        const step = ((x / 2) ** (degrees / 2) * Math.exp(-x / 2)) / factorial;
        expect(chiSquareTail(x, degrees + 2) - chiSquareTail(x, degrees)).toBeCloseTo(step, 13);
      }
    }
  });

  it("has quantiles that are its inverse: −2 log(1 − p) with two degrees", () => {
    for (const probability of [1e-9, 0.01, 0.5, 0.95, 0.999999]) {
      expect(chiSquareQuantile(probability, 2) / (-2 * Math.log1p(-probability))).toBeCloseTo(1, probability < 1e-6 ? 6 : 9);
      for (const degrees of [1, 5, 50]) {
        expect(chiSquareTail(chiSquareQuantile(probability, degrees), degrees)).toBeCloseTo(1 - probability, 12);
      }
    }
  });

  it("ends at 0 and ∞", () => {
    expect([chiSquareTail(0, 3), chiSquareTail(-1, 3), chiSquareTail(Number.POSITIVE_INFINITY, 3)]).toEqual([1, 1, 0]);
    expect([chiSquareQuantile(0, 3), chiSquareQuantile(1, 3)]).toEqual([0, Number.POSITIVE_INFINITY]);
  });
});
