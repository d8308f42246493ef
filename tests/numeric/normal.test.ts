import { describe, expect, it } from "vitest";
import { erfc, normalCdf, normalQuantile } from "../../src/numeric/normal";

/** Abramowitz & Stegun, tables 7.1 and 26.1; DLMF §7. */
describe("the normal distribution", () => {
  it("has erfc's tabulated values", () => {
    expect(erfc(0)).toBe(1);
    expect(erfc(0.5)).toBeCloseTo(0.4795001221869535, 14);
    expect(erfc(1)).toBeCloseTo(0.15729920705028513, 14);
    expect(erfc(-1)).toBeCloseTo(1.8427007929497148, 14);
    expect(erfc(4) / 1.541725790028002e-8).toBeCloseTo(1, 10);
    expect(erfc(6) / 2.1519736712498913e-17).toBeCloseTo(1, 10);
  });

  it("has Φ's tabulated values", () => {
    expect(normalCdf(1.959963984540054)).toBeCloseTo(0.975, 14);
    expect(normalCdf(-3)).toBeCloseTo(0.0013498980316301, 15);
  });

  it("has a quantile that inverts Φ from tail to tail", () => {
    for (const u of [1e-12, 1e-6, 0.001, 0.07, 0.3, 0.5, 0.9, 0.999, 1 - 1e-9]) expect(normalCdf(normalQuantile(u)) / u).toBeCloseTo(1, 8);
    expect(normalQuantile(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(normalQuantile(1)).toBe(Number.POSITIVE_INFINITY);
  });
});
