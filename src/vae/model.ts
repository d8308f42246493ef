import { add, reshape, slice, type Tensor2D, type Tensor3D } from "@tensorflow/tfjs-core";
import type { Likelihood } from "../distributions/likelihood";
import type { PriorDensity } from "./priors/prior";

/** The generative side: p(z) p(x|z). Log-densities in nats, shape [S, batch]; z is [S, batch, latents], x is [batch, 784]. */
export interface Model {
  logPrior(z: Tensor3D): Tensor2D;
  /** log p(z) by the layers of a hierarchy, from z upwards; absent without one. */
  logPriorLayers?(z: Tensor3D): Tensor2D[];
  logLikelihood(x: Tensor2D, z: Tensor3D): Tensor2D;
  logJoint(x: Tensor2D, z: Tensor3D): Tensor2D;
}

/** z ~ prior, x|z ~ likelihood(decoder(z)); of the latents the decoder sees the first `dim`, z. */
export function decoderModel(prior: PriorDensity, decoder: (z: Tensor2D) => Tensor2D, likelihood: Likelihood, dim: number): Model {
  const logLikelihood = (x: Tensor2D, latents: Tensor3D) => {
    const [draws, batch, all] = latents.shape;
    const z = all === dim ? latents : slice(latents, [0, 0, 0], [draws, batch, dim]);
    return likelihood.logProb(decoder(reshape(z, [draws * batch, dim])), x);
  };
  return {
    logPrior: prior.logProb,
    logPriorLayers: prior.logProbLayers,
    logLikelihood,
    logJoint: (x, z) => add(logLikelihood(x, z), prior.logProb(z)),
  };
}
