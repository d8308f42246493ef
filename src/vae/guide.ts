import type { Tensor, Tensor2D, Tensor3D } from "@tensorflow/tfjs-core";
import { type DensityOptions, densityAt, type Posterior } from "./posterior";

/** z [S, batch, latents] and log q(z|x) [S, batch]; `logShare` as in `Draws`. */
export interface ScoredDraws {
  z: Tensor3D;
  logProb: Tensor2D;
  logShare?: Tensor2D;
}

/** The inference side: q(z|x). Noise is handed in, so that a test, another engine or a replay can hand in the same. */
export interface Guide {
  /** The shape of the standard normal noise for K samples of each image of a batch; the first number is K. */
  noiseShape(samples: number, batch: number): number[];
  /** q(z|x) for each image of x, [batch, 784]. */
  posterior(x: Tensor2D): Posterior;
  /**
   * Draws and their log-density. With `stopParameters` log q has q's parameters as constants, so that its gradient comes through z alone.
   * @throws Error for a family whose density is at hand only with its parameters live, when they are to be stopped.
   */
  sampleWithLogProb(x: Tensor2D, noise: Tensor, options?: DensityOptions): ScoredDraws;
}

/** The guide of a posterior. */
export function makeGuide({ noiseShape, posterior }: Pick<Guide, "noiseShape" | "posterior">): Guide {
  return { noiseShape, posterior, sampleWithLogProb: (x, noise, options) => scoredDraws(posterior(x), noise, options) };
}

function scoredDraws(posterior: Posterior, noise: Tensor, options: DensityOptions = { stopParameters: false }): ScoredDraws {
  const { z, logShare, logProb } = posterior.sample(noise);
  return { z, logShare, logProb: options.stopParameters ? densityAt(posterior, z, options) : logProb() };
}
