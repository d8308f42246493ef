import type { PriorSpec } from "../../experiment/experiment";
import { hierarchicalPrior } from "./hierarchical";
import type { Prior } from "./prior";
import { standardNormalPrior } from "./standardNormal";

const PRIORS = { standardNormal: standardNormalPrior, hierarchical: hierarchicalPrior } satisfies {
  [K in PriorSpec["kind"]]: Prior<Extract<PriorSpec, { kind: K }>>;
};

/** The code of a prior. */
export function priorOf(spec: PriorSpec): Prior<PriorSpec> {
  return PRIORS[spec.kind] as Prior<PriorSpec>;
}

/** Numbers of latent variables: all of them, and those whose prior is N(0, I), which the latent square shows. */
export function latentSizes({ dim, prior }: { dim: number; prior: PriorSpec }): { latents: number; base: number } {
  return priorOf(prior).sizes(prior, dim);
}
