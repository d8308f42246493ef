import type { Experiment } from "../experiment/experiment";
import { type Decoder, makeDecoder } from "./decoder";
import { type Encoder, makeEncoder } from "./encoder";
import { type Guide, meanFieldGuide } from "./guide";
import { bernoulliModel, type Model } from "./model";
import type { Parameters } from "./parameters";

/** The two sides of a variational autoencoder, and the networks they are made of. Holds no tensor but the parameters it was given. */
export interface VariationalAutoencoder {
  encoder: Encoder;
  decoder: Decoder;
  model: Model;
  guide: Guide;
}

/** The experiment's model over these parameters. */
export function makeVae(experiment: Pick<Experiment, "network" | "latent">, parameters: Parameters): VariationalAutoencoder {
  const encoder = makeEncoder(experiment, parameters);
  const decoder = makeDecoder(experiment, parameters);
  return { encoder, decoder, model: bernoulliModel(decoder), guide: meanFieldGuide(encoder, experiment.latent.dim) };
}
