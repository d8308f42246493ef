import { bernoulli } from "../distributions/bernoulli";
import type { Likelihood } from "../distributions/likelihood";
import type { LikelihoodSpec } from "../experiment/experiment";
import type { ParameterSpec, Parameters } from "./parameters";

/** Parameters that a likelihood learns beside the decoder's: `likelihood.logSigma` of a Gaussian whose σ is learned. */
export function likelihoodSpecs(_spec: LikelihoodSpec): ParameterSpec[] {
  return [];
}

/** p(x|z) given the decoder's logits. */
export function likelihoodOf(spec: LikelihoodSpec, _parameters: Parameters): Likelihood {
  switch (spec.kind) {
    case "bernoulli":
      return bernoulli;
    default:
      throw new Error(`unknown likelihood ${spec.kind}`);
  }
}
