import type { DeepPartial, Experiment, LikelihoodSpec } from "../experiment/experiment";

/** The likelihoods as the form offers them: whether the Gaussian's σ is learned is a choice of its own. */
export type LikelihoodChoice = LikelihoodSpec["kind"] | "gaussianLearned";

/** σ where a Gaussian is chosen: about what its learned value settles near on MNIST. */
const SIGMA = 0.2;

export function likelihoodChoice(spec: LikelihoodSpec): LikelihoodChoice {
  return spec.kind === "gaussian" && spec.sigma === "learned" ? "gaussianLearned" : spec.kind;
}

/** True where the likelihood is a density over grey levels; bits are for the Bernoulli. */
function needsGreyLevels(choice: LikelihoodChoice): boolean {
  return choice !== "bernoulli";
}

/** The change from one choice to another: a density takes grey levels with it, and going back to the Bernoulli gives them up for fresh bits. */
export function likelihoodPatch(choice: LikelihoodChoice, from: LikelihoodChoice): DeepPartial<Experiment> {
  const likelihood = specOf(choice);
  if (needsGreyLevels(choice)) return { likelihood, data: { binarization: "none" } };
  return needsGreyLevels(from) ? { likelihood, data: { binarization: "dynamic" } } : { likelihood };
}

function specOf(choice: LikelihoodChoice): LikelihoodSpec {
  switch (choice) {
    case "bernoulli":
    case "continuousBernoulli":
      return { kind: choice };
    case "gaussian":
      return { kind: "gaussian", sigma: SIGMA };
    case "gaussianLearned":
      return { kind: "gaussian", sigma: "learned" };
    default:
      throw new Error(`unknown likelihood ${choice satisfies never}`);
  }
}
