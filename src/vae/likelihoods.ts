import type { Tensor1D } from "@tensorflow/tfjs-core";
import { bernoulli } from "../distributions/bernoulli";
import { continuousBernoulli } from "../distributions/continuousBernoulli";
import { gaussian } from "../distributions/gaussian";
import type { Likelihood } from "../distributions/likelihood";
import { clampPassing } from "../engine/operations/clampPassing";
import type { LikelihoodSpec } from "../experiment/experiment";
import type { ParameterSpec, Parameters } from "./parameters";

const LOG_SIGMA = "likelihood.logSigma";

/** A learned σ starts here, and is kept within the limits of one that is given. */
const STARTING_SIGMA = 0.3;
const SMALLEST_SIGMA = 0.01;
const LARGEST_SIGMA = 10;

/** Parameters that a likelihood learns beside the decoder's: `likelihood.logSigma` of a Gaussian whose σ is learned. */
export function likelihoodSpecs(spec: LikelihoodSpec): ParameterSpec[] {
  if (spec.kind !== "gaussian" || spec.sigma !== "learned") return [];
  return [{ name: LOG_SIGMA, shape: [1], fanIn: 1, fanOut: 1, start: Math.log(STARTING_SIGMA) }];
}

/** p(x|z) given the decoder's logits. */
export function likelihoodOf(spec: LikelihoodSpec, parameters: Parameters): Likelihood {
  switch (spec.kind) {
    case "bernoulli":
      return bernoulli;
    case "continuousBernoulli":
      return continuousBernoulli;
    case "gaussian":
      return spec.sigma === "learned" ? learnedGaussian(parameters) : gaussian(Math.log(spec.sigma));
    default:
      throw new Error(`unknown likelihood ${spec satisfies never}`);
  }
}

/** The Gaussian of the present log σ, which is limited anew at each use: a model holds no tensor but its parameters. */
function learnedGaussian(parameters: Parameters): Likelihood {
  const present = () => gaussian(learnedLogSigma(parameters));
  return {
    ...gaussian(0),
    logProb: (logits, x) => present().logProb(logits, x),
    sample: (logits, noise) => present().sample(logits, noise),
  };
}

/** log σ within its limits, with no gradient outside. */
function learnedLogSigma(parameters: Parameters): Tensor1D {
  return clampPassing(parameters[LOG_SIGMA] as Tensor1D, Math.log(SMALLEST_SIGMA), Math.log(LARGEST_SIGMA));
}
