import { describe, expect, it } from "vitest";
import { laneCenter, nearestEncoding, placeEncodings } from "../../src/charts/encodingsPlacement";
import { gridMosaic } from "../../src/charts/latentGridDrawing";
import { axisTitle, latentSquareTransform } from "../../src/charts/latentSquareTransform";
import { posteriorPaths } from "../../src/charts/posteriorContours";
import { pointOnSquare, shownAxes } from "../../src/panels/latentView";
import { describeSlice } from "../../src/panels/latentWords";

const QUANTILE = latentSquareTransform("quantile");
const LINEAR = latentSquareTransform("linear");

describe("the one transform of the latent square", () => {
  it.each([QUANTILE, LINEAR])("toZ is the inverse of toUnit ($scale)", ({ toUnit, toZ }) => {
    for (const z of [-2.9, -1, 0, 0.31, 2.5]) expect(toZ(toUnit(z))).toBeCloseTo(z, 8);
  });

  it("puts the prior's quantiles at even distances", () => {
    expect(QUANTILE.toUnit(0)).toBeCloseTo(0.5, 12);
    expect(QUANTILE.toUnit(1.2815515655446004)).toBeCloseTo(0.9, 9);
    expect(LINEAR.toUnit(-3)).toBe(0);
    expect(LINEAR.toUnit(3)).toBe(1);
  });

  it("gives a finite z at and beyond every edge", () => {
    for (const { toZ } of [QUANTILE, LINEAR]) for (const unit of [-1, 0, 1, 2]) expect(Number.isFinite(toZ(unit))).toBe(true);
  });

  it("labels the ticks in z, with a true minus sign, inside the square", () => {
    expect(QUANTILE.ticks.filter((tick) => tick.label !== null).map((tick) => tick.label)).toEqual(["−2", "−1", "0", "1", "2"]);
    expect(LINEAR.ticks.filter((tick) => tick.label !== null)).toHaveLength(7);
    for (const { unit } of [...QUANTILE.ticks, ...LINEAR.ticks]) expect(unit >= 0 && unit <= 1).toBe(true);
    expect(axisTitle(11, "quantile")).toBe("z₁₂, spaced by quantiles of N(0, 1)");
  });
});

describe("the contour of q(z|x)", () => {
  const q = { kind: "gaussian" as const, axes: [0, 1], draws: null, mean: [0.5, -1], covariance: [0.16, 0, 0, 0.01] };
  const points = (path: string): [number, number][] =>
    path
      .replace(/[MZ]/g, "")
      .split("L")
      .map((pair) => pair.split(",").map(Number) as [number, number]);

  it("is, mapped back to z, the set of points at that many standard deviations", () => {
    for (const transform of [QUANTILE, LINEAR]) {
      for (const [x, y] of points(posteriorPaths(q, transform, 500)[1])) {
        const across = (transform.toZ(x / 500) - q.mean[0]) / 0.4;
        const up = (transform.toZ(1 - y / 500) - q.mean[1]) / 0.1;
        expect(Math.hypot(across, up)).toBeCloseTo(2, 1);
      }
    }
  });

  it("is no ellipse under the quantile scale: it reaches less far towards the tail", () => {
    const across = points(posteriorPaths(q, QUANTILE, 500)[1]).map(([x]) => x);
    const center = QUANTILE.toUnit(q.mean[0]) * 500;
    expect(Math.max(...across) - center).toBeLessThan(center - Math.min(...across));
  });
});

describe("where test images stand", () => {
  const encodings = {
    count: 4,
    dim: 3,
    z: Float32Array.from([0, 0, 9, 1, -1, 0, 3.5, 0, 0, 0, -4, 0]),
    labels: Uint8Array.from([0, 1, 2, 3]),
    indices: Uint32Array.from([10, 11, 12, 13]),
  };

  it("is the transform of z on the two axes, the other dimensions left out", () => {
    const placed = placeEncodings(encodings, [0, 1], LINEAR);
    expect([...placed.horizontal].map((unit) => LINEAR.toZ(unit))).toEqual([0, expect.closeTo(1), 3, 0]);
    expect(placed.vertical[1]).toBeCloseTo(LINEAR.toUnit(-1));
  });

  it("counts those with |z| > 3 on an axis, and only on an axis", () => {
    expect(placeEncodings(encodings, [0, 1], LINEAR).beyond).toBe(2);
    expect(placeEncodings(encodings, [0, 2], QUANTILE).beyond).toBe(2);
    expect(placeEncodings(encodings, [1, 0], QUANTILE).beyond).toBe(2);
  });

  it("finds the nearest within reach, and nothing off the square", () => {
    const placed = placeEncodings(encodings, [0, 1], LINEAR);
    expect(nearestEncoding(placed, 0.51, 0.5, 0.02)).toBe(0);
    expect(nearestEncoding(placed, 0.58, 0.5, 0.02)).toBeUndefined();
    expect(nearestEncoding(placed, placed.horizontal[1] - 0.01, placed.vertical[1], 1)).toBe(1);
    expect(placed.horizontal[2]).toBeGreaterThan(1);
    expect(nearestEncoding(placed, placed.horizontal[2], placed.vertical[2], 0.02)).toBeUndefined();
  });

  it("sorts them into lanes by digit when there is one dimension", () => {
    const placed = placeEncodings({ ...encodings, dim: 1, z: Float32Array.from([0, 1, 2, 3]) }, [0, 0], QUANTILE);
    placed.labels.forEach((digit, i) => {
      expect(Math.abs(placed.vertical[i] - laneCenter(digit))).toBeLessThan(0.0475);
    });
  });
});

describe("the grid's picture", () => {
  it("puts image (row, column) at row and column, pixels in order", () => {
    const ramp = Uint32Array.from({ length: 256 }, (_, level) => level);
    const pixels = Uint8Array.from({ length: 4 * 784 }, (_, i) => Math.floor(i / 784) * 50 + (i % 784 === 29 ? 1 : 0));
    const words = gridMosaic(pixels, 2, 2, ramp);
    const at = (x: number, y: number): number => words[y * 56 + x];
    expect([at(0, 0), at(28, 0), at(0, 28), at(55, 55)]).toEqual([0, 50, 100, 150]);
    expect([at(1, 1), at(29, 1), at(1, 29)]).toEqual([1, 51, 101]);
  });

  it("costs less than 5 ms for 20 × 20 digits", () => {
    const pixels = new Uint8Array(400 * 784).fill(120);
    const ramp = new Uint32Array(256).fill(7);
    const times = Array.from({ length: 15 }, () => {
      const start = performance.now();
      gridMosaic(pixels, 20, 20, ramp);
      return performance.now() - start;
    });
    // The fastest: other tests run at the same time.
    expect(Math.min(...times)).toBeLessThan(5);
  });
});

describe("what the square looks at", () => {
  const view = { dim: 4, variable: "z" as const, across: 2, up: 0, transform: LINEAR, pin: [1, 2, 3, 4], sheet: false };

  it("keeps the pin's coordinates off the axes", () => {
    expect(pointOnSquare(view, 0.5, 1)).toEqual([3, 2, 0, 4]);
    expect(pointOnSquare({ ...view, pin: null }, 0.5, 1)).toEqual([3, 0, 0, 0]);
  });

  it("shows two different dimensions that the model has", () => {
    expect(shownAxes([4, 5], 3)).toEqual({ across: 2, up: 0 });
    expect(shownAxes([1, 1], 2)).toEqual({ across: 1, up: 0 });
    expect(shownAxes([0, 1], 1)).toEqual({ across: 0, up: null });
  });

  it("says slice and projection only where there is more than the axes", () => {
    const all = { latentGrid: true, testImages: true };
    expect(describeSlice(view, all)).toBe("The grid is a slice: the other 2 dimensions at the pin. The images are a projection.");
    expect(describeSlice({ ...view, dim: 2 }, all)).toBe("");
    expect(describeSlice({ ...view, sheet: true }, all)).toContain("Independent draws");
    expect(describeSlice({ ...view, sheet: true }, { ...all, posterior: true })).toMatch(/so test images and q\(z\|x\) cannot be drawn\.$/);
  });
});
