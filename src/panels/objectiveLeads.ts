import type { ObjectiveSpec } from "../experiment/experiment";
import type { TermName } from "./formulas/mathNode";
import type { ObjectiveSetting } from "./objectiveSettings";

/** A part of the objective's formula that leads to a setting. */
export interface Lead {
  term: TermName;
  setting: ObjectiveSetting;
  /** The name of its button. */
  name: string;
}

const ESTIMATOR: Lead = { term: "maximum", setting: "estimator", name: "How the gradient is estimated" };
const DRAWS = { setting: "samples", name: "Number of draws from q" } as const;
const WEIGHT: Lead = { term: "beta", setting: "beta", name: "Weight of the KL" };
const KL_KIND: Lead = { term: "arguments", setting: "kl", name: "How the KL is computed" };
const OVER_TIME: Lead = { term: "divergence", setting: "annealing", name: "KL over time" };
const FLOOR: Lead = { term: "floor", setting: "freeBits", name: "λ, the floor under the KL" };

/** The leads of the formula of an objective, from left to right. */
export function objectiveLeads(objective: ObjectiveSpec): readonly Lead[] {
  if (objective.kind === "iwae") return [ESTIMATOR, { term: "draws", ...DRAWS }];
  const { samples, kl, freeBits } = objective;
  if (kl === "monteCarlo") return [ESTIMATOR, { term: samples === 1 ? "reconstruction" : "draws", ...DRAWS }, WEIGHT, KL_KIND];
  const draws: Lead = { term: samples === 1 ? "reconstruction" : "samples", ...DRAWS };
  return freeBits.nats > 0 ? [ESTIMATOR, draws, WEIGHT, FLOOR, OVER_TIME] : [ESTIMATOR, draws, WEIGHT, OVER_TIME, KL_KIND];
}
