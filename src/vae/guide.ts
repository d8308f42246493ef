import type { Tensor, Tensor2D, Tensor3D } from "@tensorflow/tfjs-core";
import { diagonalGaussian } from "../distributions/diagonalGaussian";
import type { Distribution } from "../distributions/distribution";
import type { Encoder } from "./encoder";

/** The inference side: q(z|x). Noise is handed in, so that a test, another engine or a replay can hand in the same. */
export interface Guide {
  /** The shape of the standard normal noise for K samples of each image of a batch. */
  noiseShape(samples: number, batch: number): number[];
  /** q(z|x) for each image of x, [batch, 784]. */
  posterior(x: Tensor2D): Distribution;
  /** z is [K, batch, dim], logProb = log q(z|x) is [K, batch]. */
  sampleWithLogProb(x: Tensor2D, noise: Tensor): { z: Tensor3D; logProb: Tensor2D };
}

/** q(z|x) = N(μ(x), diag σ²(x)). */
export function meanFieldGuide(encoder: Encoder, dim: number): Guide {
  const posterior = (x: Tensor2D) => {
    const { mean, logVariance } = encoder(x);
    return diagonalGaussian(mean, logVariance);
  };
  return {
    noiseShape: (samples, batch) => [samples, batch, dim],
    posterior,
    sampleWithLogProb: (x, noise) => {
      const q = posterior(x);
      const z = q.sample(noise);
      return { z, logProb: q.logProb(z) };
    },
  };
}
