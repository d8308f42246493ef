import type { FreeBits, ObjectiveSpec } from "./experiment";
import type { ScheduleSpec } from "./schedules";

/** What an objective says of the settings that only the ELBO has. */

const NO_FREE_BITS: FreeBits = { nats: 0, per: "dimension" };
const ONE: ScheduleSpec = { kind: "constant", value: 1 };

/** The weight of the KL over time; IWAE's bound has none but 1. */
export function betaSchedule(objective: ObjectiveSpec): ScheduleSpec {
  return objective.kind === "elbo" ? objective.beta : ONE;
}

export function freeBitsOf(objective: ObjectiveSpec): FreeBits {
  return objective.kind === "elbo" ? objective.freeBits : NO_FREE_BITS;
}
