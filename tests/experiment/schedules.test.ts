import { describe, expect, it } from "vitest";
import { type ScheduleSpec, scheduleValue } from "../../src/experiment/schedules";
import golden from "../fixtures/golden-vae.json";

const { at, linear, sigmoid, cyclical } = golden.schedules;

const cases: [ScheduleSpec, number[]][] = [
  [{ kind: "linear", from: linear.from, to: linear.to, steps: linear.steps }, linear.values],
  [{ kind: "sigmoid", from: sigmoid.from, to: sigmoid.to, steps: sigmoid.steps }, sigmoid.values],
  [{ kind: "cyclical", from: cyclical.from, to: cyclical.to, period: cyclical.period, ramp: cyclical.ramp }, cyclical.values],
];

describe("schedules", () => {
  it.each(cases)("give the fixed values of %j", (spec, values) => {
    at.forEach((t, i) => {
      expect(scheduleValue(spec, t)).toBeCloseTo(values[i], 12);
    });
  });

  it("are exact at both ends", () => {
    for (const kind of ["linear", "sigmoid"] as const) {
      expect(scheduleValue({ kind, from: 0.3, to: 7, steps: 10 }, 0)).toBe(0.3);
      expect(scheduleValue({ kind, from: 0.3, to: 7, steps: 10 }, 10)).toBe(7);
    }
    expect(scheduleValue({ kind: "constant", value: 2 }, 12345)).toBe(2);
  });
});
