/** How a weight (β) changes over training. t counts updates since the schedule was set; the first step uses t = 0. */
export type ScheduleSpec =
  | { kind: "constant"; value: number }
  | { kind: "linear"; from: number; to: number; steps: number }
  | { kind: "sigmoid"; from: number; to: number; steps: number }
  | { kind: "cyclical"; from: number; to: number; period: number; ramp: number };

export type ScheduleKind = ScheduleSpec["kind"];

/** What a schedule of each kind takes where a link, a form or a script leaves something out. */
export const SCHEDULE_DEFAULTS: { [K in ScheduleKind]: Extract<ScheduleSpec, { kind: K }> } = {
  constant: { kind: "constant", value: 1 },
  linear: { kind: "linear", from: 0, to: 1, steps: 2000 },
  sigmoid: { kind: "sigmoid", from: 0, to: 1, steps: 2000 },
  cyclical: { kind: "cyclical", from: 0, to: 1, period: 2000, ramp: 0.5 },
};

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** σ(10(u − ½)) rescaled to run from 0 at u = 0 to 1 at u = 1. */
function sigmoidRamp(u: number): number {
  return (sigmoid(10 * (u - 0.5)) - sigmoid(-5)) / (sigmoid(5) - sigmoid(-5));
}

/** The schedule's value after t updates; exact at both ends. */
export function scheduleValue(spec: ScheduleSpec, t: number): number {
  switch (spec.kind) {
    case "constant":
      return spec.value;
    case "linear":
      return spec.from + (spec.to - spec.from) * Math.min(1, t / spec.steps);
    case "sigmoid":
      return spec.from + (spec.to - spec.from) * sigmoidRamp(Math.min(1, t / spec.steps));
    case "cyclical": {
      const phase = (t % spec.period) / spec.period;
      return spec.from + (spec.to - spec.from) * Math.min(1, phase / spec.ramp);
    }
    default:
      throw new Error(`unknown schedule ${spec satisfies never}`);
  }
}

/** The value that a schedule ends at (for a cyclical one, the top of its ramp). */
export function scheduleEnd(spec: ScheduleSpec): number {
  return spec.kind === "constant" ? spec.value : spec.to;
}

/** The number of updates in which everything that a schedule does has happened once; 0 for a constant. */
export function scheduleSpan(spec: ScheduleSpec): number {
  switch (spec.kind) {
    case "constant":
      return 0;
    case "cyclical":
      return spec.period;
    default:
      return spec.steps;
  }
}
