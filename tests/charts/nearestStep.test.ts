import { describe, expect, it } from "vitest";
import { nearestIndex, snapStep, stepAlong } from "../../src/charts/nearestStep";
import { stepScale } from "../../src/charts/stepScale";

const steps = Float64Array.of(10, 20, 40, 100, 1000);
const log = stepScale([10, 1000], "log", 200);
const linear = stepScale([0, 1000], "linear", 200);

describe("the crosshair", () => {
  it("finds the step that is nearest on screen, not in steps", () => {
    expect(steps[nearestIndex(steps, 450, log)]).toBe(1000);
    expect(steps[nearestIndex(steps, 450, linear)]).toBe(100);
    expect(steps[nearestIndex(steps, 1, log)]).toBe(10);
    expect(steps[nearestIndex(steps, 5000, log)]).toBe(1000);
    expect(nearestIndex([], 5, log)).toBe(-1);
  });

  it("snaps to a recorded step, a landmark being preferred within a few pixels", () => {
    expect(snapStep(log.toPixel(41), log, steps, [])).toBe(40);
    expect(snapStep(log.toPixel(41), log, steps, [[42]])).toBe(42);
    expect(snapStep(log.toPixel(41), log, steps, [[60]])).toBe(40);
    expect(snapStep(50, log, [], [])).toBeNull();
  });

  it("always moves by an arrow key, and stays within what is recorded", () => {
    expect(stepAlong(20, 1, log, steps)).toBe(40);
    expect(stepAlong(40, 1e-6, log, steps)).toBe(100);
    expect(stepAlong(40, -1e-6, log, steps)).toBe(20);
    expect(stepAlong(20, -1, log, steps)).toBe(10);
    expect(stepAlong(10, -1, log, steps)).toBe(10);
    expect(stepAlong(1000, 1, log, steps)).toBe(1000);
    expect(stepAlong(20, 400, log, steps)).toBe(1000);
    expect(stepAlong(1000, -400, log, steps)).toBe(10);
  });
});
