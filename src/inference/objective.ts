import { mean, mul, type Scalar, sub } from "@tensorflow/tfjs-core";
import type { ObjectiveSpec } from "../experiment/experiment";
import type { ElboTerms } from "./elboTerms";
import { regularizer } from "./freeBits";

/** What the optimiser minimises: −reconstruction + β·R, in nats per image. */
export function loss(objective: ObjectiveSpec, terms: ElboTerms, beta: number): Scalar {
  return sub(mul(regularizer(terms.kl, objective.freeBits), beta), mean(terms.logLikelihood)) as Scalar;
}
