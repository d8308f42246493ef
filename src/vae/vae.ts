import type { Tensor2D } from "@tensorflow/tfjs-core";
import type { Likelihood } from "../distributions/likelihood";
import { type Guide, makeGuide } from "./guide";
import { likelihoodOf } from "./likelihoods";
import { decoderModel, type Model } from "./model";
import { type ModelSpec, noiseShapeOf } from "./modelSpec";
import { NETWORKS } from "./networks/networks";
import type { Parameters } from "./parameters";
import { familyOf } from "./posteriors/families";
import type { PriorDensity } from "./priors/prior";
import { priorOf } from "./priors/priors";

/** The two sides of a variational autoencoder, and the parts they are made of. Holds no tensor but the parameters it was given. */
export interface VariationalAutoencoder {
  model: Model;
  guide: Guide;
  prior: PriorDensity;
  likelihood: Likelihood;
  /** z → the logits of p(x|z); [n, dim] → [n, 784]. */
  decoder(z: Tensor2D): Tensor2D;
  /** E[x|z], [n, dim] → [n, 784]. */
  decode(z: Tensor2D): Tensor2D;
}

/** The experiment's model over these parameters. */
export function makeVae({ network, latent, likelihood: likelihoodSpec }: ModelSpec, parameters: Parameters): VariationalAutoencoder {
  const { dim } = latent;
  const { encode, decode } = NETWORKS[network.kind];
  const family = familyOf(latent.posterior);
  const prior = priorOf(latent.prior).make(latent.prior, parameters, { dim });
  const likelihood = likelihoodOf(likelihoodSpec, parameters);
  const decoder = (z: Tensor2D) => decode(network, parameters, z);
  const guide = makeGuide({
    noiseShape: (samples, batch) => noiseShapeOf({ latent }, samples, batch),
    posterior: (x) => prior.extend(family.posterior(latent.posterior, parameters, encode(network, parameters, x), { dim })),
  });
  return {
    model: decoderModel(prior, decoder, likelihood, dim),
    guide,
    prior,
    likelihood,
    decoder,
    decode: (z) => likelihood.mean(decoder(z)),
  };
}
