import { add, reshape, type Tensor2D, type Tensor3D } from "@tensorflow/tfjs-core";
import { bernoulliLogProb } from "../distributions/bernoulli";
import { standardNormalLogProb } from "../distributions/diagonalGaussian";
import type { Decoder } from "./decoder";

/** The generative side: p(z) p(x|z). Log-densities in nats, shape [K, batch]; z is [K, batch, dim], x is [batch, 784]. */
export interface Model {
  logPrior(z: Tensor3D): Tensor2D;
  logLikelihood(x: Tensor2D, z: Tensor3D): Tensor2D;
  logJoint(x: Tensor2D, z: Tensor3D): Tensor2D;
}

/** z ~ N(0, I), x|z ~ Bernoulli(σ(decoder(z))). */
export function bernoulliModel(decoder: Decoder): Model {
  const logLikelihood = (x: Tensor2D, z: Tensor3D) => {
    const [samples, batch, dim] = z.shape;
    return bernoulliLogProb(decoder(reshape(z, [samples * batch, dim])), x);
  };
  return {
    logPrior: standardNormalLogProb,
    logLikelihood,
    logJoint: (x, z) => add(logLikelihood(x, z), standardNormalLogProb(z)),
  };
}
