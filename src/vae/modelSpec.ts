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
  const { specs, features, channels } = encoderSpecs(network);
  return [
    ...specs,
    ...(channels === undefined ? headSpecs(latent, features) : overMaps(latent, features, channels)),
    ...decoderSpecs(network, latent.dim),
    ...priorOf(latent.prior).parameters(latent.prior, latent.dim),
    ...likelihoodSpecs(likelihood),
  ];
}

/** What the family of q adds to the encoder's features. */
function headSpecs({ posterior, dim }: ModelSpec["latent"], features: number): ParameterSpec[] {
  return familyOf(posterior).parameters(posterior, { features, dim });
}

/** The same over features that are a flattened map: the weights with a row for each feature are those that grow by a row with one more. */
function overMaps(latent: ModelSpec["latent"], features: number, channels: number): ParameterSpec[] {
  const wider = headSpecs(latent, features + 1);
  return headSpecs(latent, features).map((spec, i) => {
    if (spec.shape[0] === wider[i].shape[0]) return spec;
    return { ...spec, axes: [features / channels, channels, ...spec.shape.slice(1)] };
  });
}

/** The shape of the noise of K samples of each of B images, as a guide of this experiment asks for it. */
export function noiseShapeOf({ latent }: Pick<Experiment, "latent">, samples: number, batch: number): number[] {
  const lower = familyOf(latent.posterior).noiseShape(latent.posterior, samples, batch, latent.dim);
  return priorOf(latent.prior).noiseShape(latent.prior, lower);
}

/** Codes z of one sample of one image: one from each component of a mixture, else one. */
export function rowsPerSample(experiment: Pick<Experiment, "latent">): number {
  return noiseShapeOf(experiment, 1, 1)
    .slice(0, -1)
    .reduce((product, size) => product * size, 1);
}
