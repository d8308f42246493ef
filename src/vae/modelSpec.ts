import type { Experiment } from "../experiment/experiment";
import { likelihoodSpecs } from "./likelihoods";
import { NETWORKS } from "./networks/networks";
import type { ParameterSpec } from "./parameters";
import { familyOf } from "./posteriors/families";
import { priorOf } from "./priors/priors";

/** What of an experiment decides the model. */
export type ModelSpec = Pick<Experiment, "network" | "latent" | "likelihood">;

/** Every parameter of an experiment's model, in the order of the weights file. */
export function parameterSpecs({ network, latent, likelihood }: ModelSpec): ParameterSpec[] {
  const { encoderSpecs, decoderSpecs } = NETWORKS[network.kind];
  const { specs, features } = encoderSpecs(network);
  return [
    ...specs,
    ...familyOf(latent.posterior).parameters(latent.posterior, { features, dim: latent.dim }),
    ...decoderSpecs(network, latent.dim),
    ...priorOf(latent.prior).parameters(latent.prior, latent.dim),
    ...likelihoodSpecs(likelihood),
  ];
}

/** The shape of the noise of K samples of each of B images, as a guide of this experiment asks for it. */
export function noiseShapeOf({ latent }: Pick<Experiment, "latent">, samples: number, batch: number): number[] {
  const lower = familyOf(latent.posterior).noiseShape(latent.posterior, samples, batch, latent.dim);
  return priorOf(latent.prior).noiseShape(latent.prior, lower);
}
