import type { DeepPartial, Experiment, ObjectiveSpec } from "../../src/experiment/experiment";
import { ELBO_ESTIMATORS, IWAE_ESTIMATORS, KL_KINDS } from "../../src/experiment/experiment";
import { familyDefault, POSTERIORS, type PosteriorKind } from "../../src/experiment/posteriors";
import { mergeExperiment } from "../../src/experiment/resolve";

/** Every model beside every objective that the rules allow it. */

export type Patch = DeepPartial<Experiment>;

/** Every family with its default parameters, mean field first. */
export const FAMILIES = (Object.keys(POSTERIORS) as PosteriorKind[]).map((kind) => ({ kind, posterior: familyDefault(kind) }));

const GREY = { binarization: "none" } as const;

/** Every family, prior, likelihood and network. */
export const MODELS: readonly { name: string; patch: Patch }[] = [
  ...FAMILIES.map(({ kind, posterior }) => ({ name: kind as string, patch: { latent: { posterior } } as Patch })),
  { name: "hierarchical prior", patch: { latent: { prior: { kind: "hierarchical", upper: 2 } } } },
  { name: "continuous Bernoulli", patch: { data: GREY, likelihood: { kind: "continuousBernoulli" } } },
  { name: "Gaussian, σ learned", patch: { data: GREY, likelihood: { kind: "gaussian", sigma: "learned" } } },
  { name: "Gaussian, σ = 0.3", patch: { data: GREY, likelihood: { kind: "gaussian", sigma: 0.3 } } },
  { name: "convolutional", patch: { network: { kind: "conv" } } },
];

type Objective = { name: string; objective: DeepPartial<ObjectiveSpec> };

/** The objectives that differ in their gradients: each estimator, with each KL it may have. */
const OBJECTIVES: readonly Objective[] = [
  ...ELBO_ESTIMATORS.flatMap((estimator) =>
    KL_KINDS.map((kl): Objective => {
      const samples = estimator === "scoreLeaveOneOut" ? 5 : 1;
      return { name: `ELBO, K = ${samples}, ${estimator}, ${kl} KL`, objective: { kind: "elbo", estimator, kl, samples } };
    }),
  ),
  ...IWAE_ESTIMATORS.map(
    (estimator): Objective => ({ name: `IWAE, K = 5, ${estimator}`, objective: { kind: "iwae", estimator, samples: 5 } }),
  ),
];

/** The patches of a model with each objective that is legal for it, over `base`. */
export function legalObjectives(base: Experiment, model: Patch): { name: string; experiment: Experiment }[] {
  return OBJECTIVES.flatMap(({ name, objective }) => {
    try {
      return [{ name, experiment: mergeExperiment(mergeExperiment(base, model), { objective } as Patch) }];
    } catch {
      return [];
    }
  });
}
