import { describe, expect, it } from "vitest";
import { stepDomain, stepScale } from "../../src/charts/stepScale";
import { steadyRange, valueRange } from "../../src/charts/valueRange";

const step = Float64Array.from({ length: 468 }, (_, index) => 10 * (index + 1));
/** −540 at first, −150.9 at step 4680: the shape of a test ELBO. */
const values = step.map((at) => -150.9 - 390 * Math.exp(-at / 30) - 6 * Math.log(4680 / at));
const scaleOf = (kind: "linear" | "log") => stepScale(stepDomain(4680, kind, false), kind, 350);

describe("the vertical range", () => {
  it("leaves a run's first values out, and never its last", () => {
    for (const kind of ["linear", "log"] as const) {
      const [low, high] = valueRange([{ step, values }], scaleOf(kind), false) ?? [0, 0];
      expect(low).toBeGreaterThan(-260);
      expect(low).toBeLessThan(-155);
      expect(high).toBeCloseTo(-150.9, 0);
    }
  });

  it("keeps a young run's later part readable: its steep beginning leaves the picture, on either axis", () => {
    const at = [0, 10, 25, 50, 100, 150, 200, 250, 300];
    const young = { step: Float64Array.from(at), values: Float64Array.of(-560, -385, -232, -212, -196, -188, -183, -179, -176) };
    for (const kind of ["linear", "log"] as const) {
      const [low, high] = valueRange([young], stepScale(stepDomain(300, kind, false), kind, 350), false) ?? [0, 0];
      expect(high).toBe(-176);
      expect(low).toBeGreaterThan(-260);
      expect(low).toBeLessThan(-195);
    }
  });

  it("holds every value when asked", () => {
    const scale = stepScale(stepDomain(4680, "log", true), "log", 350);
    expect(valueRange([{ step, values }], scale, true)).toEqual([Math.min(...values), Math.max(...values)]);
  });

  it("is not moved by a rare spike, a gap or an infinity", () => {
    const spoilt = values.slice();
    spoilt[300] = -1e9;
    spoilt[301] = Number.NaN;
    spoilt[302] = Number.NEGATIVE_INFINITY;
    const clean = valueRange([{ step, values }], scaleOf("log"), false) ?? [0, 0];
    const range = valueRange([{ step, values: spoilt }], scaleOf("log"), false) ?? [0, 0];
    expect(Math.abs(range[0] - clean[0])).toBeLessThan(5);
    expect(range[1]).toBeCloseTo(clean[1], 0);
  });

  it("shows all of a run with two points, and is null without any", () => {
    const two = { step: Float64Array.of(1, 2), values: Float64Array.of(-540, -500) };
    expect(valueRange([two], stepScale([1, 10], "log", 350), false)).toEqual([-540, -500]);
    expect(valueRange([{ step: new Float64Array(0), values: new Float64Array(0) }], scaleOf("log"), false)).toBeNull();
    expect(valueRange([{ step: Float64Array.of(1), values: Float64Array.of(Number.NaN) }], scaleOf("log"), true)).toBeNull();
  });

  it("holds still while values creep", () => {
    expect(steadyRange([-200.1, -150.9])).toEqual(steadyRange([-200.05, -150.85]));
    const [low, high] = steadyRange([-5, -5]);
    expect(low).toBeLessThan(-5);
    expect(high).toBeGreaterThan(-5);
  });
});

describe("the steps on screen", () => {
  it("are the last factor of 200 on a log axis, all of them on a linear one or when asked", () => {
    expect(stepDomain(4680, "log", false)[0]).toBeCloseTo(23.4);
    expect(stepDomain(4680, "log", true)[0]).toBe(1);
    expect(stepDomain(4680, "linear", false)).toEqual([0, 4680]);
    expect(stepDomain(0, "log", false)).toEqual([1, 10]);
  });

  it("carry a few round ticks at any length", () => {
    for (const last of [10, 97, 468, 4680, 1_000_000]) {
      const { ticks } = stepScale(stepDomain(last, "log", false), "log", 350);
      expect(ticks.length).toBeGreaterThanOrEqual(1);
      expect(ticks.length).toBeLessThanOrEqual(5);
    }
  });
});
