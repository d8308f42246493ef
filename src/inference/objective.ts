import type { ObjectiveSpec } from "../experiment/experiment";
import type { Guide } from "../vae/guide";
import type { Model } from "../vae/model";
import { elboObjective } from "./elboObjective";
import { iwaeObjective } from "./iwaeObjective";
import type { ObjectiveInput, ObjectiveValue } from "./objectiveValue";

/** The loss of a minibatch, its terms, and a surrogate whose gradient is the estimate of the loss's. */
export function objectiveValue(model: Model, guide: Guide, objective: ObjectiveSpec, input: ObjectiveInput): ObjectiveValue {
  switch (objective.kind) {
    case "elbo":
      return elboObjective(model, guide, objective, input);
    case "iwae":
      return iwaeObjective(model, guide, objective, input);
    default:
      throw new Error(`unknown objective ${objective satisfies never}`);
  }
}
