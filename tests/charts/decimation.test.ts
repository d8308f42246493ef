import { describe, expect, it } from "vitest";
import { columnStarts, drawnIndices, lastPerColumn, visibleIndices } from "../../src/charts/decimation";
import { stepScale } from "../../src/charts/stepScale";

const STEPS = Float64Array.from({ length: 100_000 }, (_, index) => 10 * (index + 1));
const VALUES = STEPS.map((step) => Math.sin(step * 12.9898) * 100 - 1e6 / step);
const WIDTH = 350;

describe("decimation to what can be seen", () => {
  for (const kind of ["linear", "log"] as const) {
    const scale = stepScale([kind === "log" ? 10 : 0, 1_000_000], kind, WIDTH);
    const starts = columnStarts(STEPS, scale);
    const kept = visibleIndices(VALUES, starts);

    it(`keeps at most 5 points per pixel column of 100 000 (${kind})`, () => {
      expect(kept.length).toBeLessThanOrEqual(5 * WIDTH + 1);
    });

    it(`keeps lowest, highest, first and last of every column (${kind})`, () => {
      for (let column = 0; column < WIDTH; column++) {
        const [from, to] = [starts[column], starts[column + 1]];
        if (to === from) continue;
        const own = kept.filter((index) => index >= from && index < to);
        const range = (values: Iterable<number>) =>
          [...values].reduce(([low, high], v) => [Math.min(low, v), Math.max(high, v)], [1e9, -1e9]);
        expect(range(own.map((index) => VALUES[index]))).toEqual(range(VALUES.subarray(from, to)));
        expect(own[0]).toBe(from);
        expect(own[own.length - 1]).toBe(to - 1);
      }
    });

    it(`stays in order without repeats (${kind})`, () => {
      expect(kept.every((index, place) => place === 0 || index > kept[place - 1])).toBe(true);
    });
  }

  it("keeps a gap as a gap", () => {
    const gapped = VALUES.slice();
    gapped[50_000] = Number.NaN;
    const starts = columnStarts(STEPS, stepScale([0, 1_000_000], "linear", WIDTH));
    expect(visibleIndices(gapped, starts).filter((index) => Number.isNaN(gapped[index]))).toEqual([50_000]);
  });

  it("keeps every point of a short history, and one beyond the left edge", () => {
    const steps = Float64Array.of(1, 2, 50, 60, 100);
    const starts = columnStarts(steps, stepScale([40, 100], "log", WIDTH));
    expect(visibleIndices(steps, starts)).toEqual([1, 2, 3, 4]);
    expect(lastPerColumn(starts)).toEqual([2, 3, 4]);
  });

  it("begins a line at the first step after 0 on a log axis, which has no place for 0", () => {
    const steps = Float64Array.of(0, 10, 25);
    expect(drawnIndices(steps, steps, stepScale([1, 25], "log", WIDTH))).toEqual([1, 2]);
    expect(drawnIndices(steps, steps, stepScale([0, 25], "linear", WIDTH))).toEqual([0, 1, 2]);
  });

  it("draws nothing of nothing", () => {
    const none = new Float64Array(0);
    expect(visibleIndices(none, columnStarts(none, stepScale([0, 10], "linear", WIDTH)))).toEqual([]);
  });
});
