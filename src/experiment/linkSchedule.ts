import type { ScheduleSpec } from "./schedules";

/** Schedules in links: `4`, `0..1@2000` (linear), `0..1~2000` (sigmoid), `0..1/2000*0.5` (cyclical). */

export function writeSchedule(spec: ScheduleSpec): string {
  switch (spec.kind) {
    case "constant":
      return String(spec.value);
    case "linear":
      return `${spec.from}..${spec.to}@${spec.steps}`;
    case "sigmoid":
      return `${spec.from}..${spec.to}~${spec.steps}`;
    case "cyclical":
      return `${spec.from}..${spec.to}/${spec.period}*${spec.ramp}`;
    default:
      throw new Error(`unknown schedule ${spec satisfies never}`);
  }
}

const NUMBER = "(-?\\d+(?:\\.\\d+)?(?:e[+-]?\\d+)?)";
const RAMP = new RegExp(`^${NUMBER}\\.\\.${NUMBER}([@~])${NUMBER}$`, "i");
const CYCLE = new RegExp(`^${NUMBER}\\.\\.${NUMBER}/${NUMBER}\\*${NUMBER}$`, "i");

/** The schedule that a text means; one that means none comes back as it is, for the schema to refuse. */
export function readSchedule(text: string): unknown {
  if (text.trim() !== "" && Number.isFinite(Number(text))) return { kind: "constant", value: Number(text) };
  const ramp = RAMP.exec(text);
  if (ramp !== null) {
    const [from, to, steps] = [ramp[1], ramp[2], ramp[4]].map(Number);
    return { kind: ramp[3] === "@" ? "linear" : "sigmoid", from, to, steps };
  }
  const cycle = CYCLE.exec(text);
  if (cycle === null) return text;
  const [from, to, period, share] = cycle.slice(1).map(Number);
  return { kind: "cyclical", from, to, period, ramp: share };
}
