import type { Tensor, Tensor2D, Tensor3D } from "@tensorflow/tfjs-core";

/** Draws from q(z|x). K is the number of samples asked for; S = K for most families, K·C (row k·C + c) for one from each of C strata. */
export interface Draws {
  /** [S, B, latents]. */
  z: Tensor3D;
  /** log q(z_s|x) of the draws, [S, B], with the gradient of everything in it: the draw and q's parameters. */
  logProb(): Tensor2D;
  /** The same by the layers of a hierarchy, from z upwards, each [S, B]; absent without one. */
  logProbLayers?(): Tensor2D[];
  /**
   * log of the probability that a stratified draw stands for, [S, B]: E_q[f] is estimated by (1/K) Σ_s exp(logShare_s) f(z_s).
   * Absent where every draw counts 1/K.
   */
  logShare?: Tensor2D;
}

export interface DensityOptions {
  /** True: q's parameters, the network's weights included, are constants inside log q; what a stage computes from z is not. */
  stopParameters: boolean;
}

/** q(z|x) for each image of a batch of B. */
export interface Posterior {
  /** q(z|x) by itself where the latents are z and variables above it; absent where they are z. */
  readonly lower?: Posterior;
  /** E_q[z], [B, latents], where it has a closed form. */
  readonly mean?: Tensor2D;
  /** log σ², [B, latents], of a family that has such parameters beside μ; of full covariance, that of the diagonal of L. */
  readonly logVariance?: Tensor2D;
  /** Cov_q[z], [B, latents, latents], of a family that is Gaussian; a function, because pictures alone ask for it. */
  covariance?(): Tensor3D;
  /** Noise of the guide's `noiseShape` → draws. */
  sample(noise: Tensor): Draws;
  /** log q(z|x) at any z, [S, B, latents] → [S, B]; absent where only the family's own draws have a density at hand. */
  logProb?(z: Tensor3D, options: DensityOptions): Tensor2D;
  /** The same by the layers of a hierarchy, from z upwards, each [S, B]; absent without one. */
  logProbLayers?(z: Tensor3D, options: DensityOptions): Tensor2D[];
  /**
   * KL(q ‖ N(0, I)) in nats where it has a closed form, [B, latents], or [B, latents + 1]: the KL of each marginal, then what
   * the dimensions share. Its sum over the second axis is the KL.
   */
  klToStandardNormal?(): Tensor2D;
}

/** log q at given z. @throws Error for a family that has no density there. */
export function densityAt(posterior: Posterior, z: Tensor3D, options: DensityOptions): Tensor2D {
  if (posterior.logProb === undefined) throw new Error("this posterior's density is known at its own draws only, with its parameters live");
  return posterior.logProb(z, options);
}
