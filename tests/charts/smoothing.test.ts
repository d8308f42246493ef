import { describe, expect, it } from "vitest";
import { smooth } from "../../src/charts/smoothing";

describe("smoothing", () => {
  it("gives the values back at weight 0", () => {
    expect(smooth(Float64Array.of(3, -1, 4), 0)).toEqual(Float64Array.of(3, -1, 4));
  });

  it("leaves a constant as it is from the first point on", () => {
    for (const value of smooth(new Float64Array(50).fill(-170.9), 0.99)) expect(value).toBeCloseTo(-170.9, 10);
  });

  it("is the weighted mean Σ w^(n−i) y_i / Σ w^(n−i)", () => {
    const smoothed = smooth(Float64Array.of(1, 2, 4), 0.5);
    expect(smoothed[1]).toBeCloseTo((0.5 * 1 + 2) / 1.5, 12);
    expect(smoothed[2]).toBeCloseTo((0.25 * 1 + 0.5 * 2 + 4) / 1.75, 12);
  });

  it("leaves a gap out of the average and keeps it", () => {
    const smoothed = smooth(Float64Array.of(1, Number.NaN, Number.POSITIVE_INFINITY, 3), 0.5);
    expect(smoothed[1]).toBeNaN();
    expect(smoothed[2]).toBeNaN();
    expect(smoothed[3]).toBeCloseTo((0.5 * 1 + 3) / 1.5, 12);
  });
});
