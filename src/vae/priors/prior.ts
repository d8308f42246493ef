import type { Tensor2D, Tensor3D } from "@tensorflow/tfjs-core";
import type { ParameterSpec, Parameters } from "../parameters";
import type { Posterior } from "../posterior";

/**
 * p(z), and what comes with it on the inference side. `latents` is z itself, or z followed by the variables above it. `base` is the
 * number of those whose prior is N(0, I): the ones that a grid of quantiles can be laid over.
 */
export interface Prior<Spec> {
  /** Parameters `prior.…` and, on the inference side, `posterior.upper.…`. */
  parameters(spec: Spec, dim: number): ParameterSpec[];
  sizes(spec: Spec, dim: number): { latents: number; base: number };
  /** The shape of the noise of q over all latents, from that of q(z|x): its last axis grows by the variables above z. */
  noiseShape(spec: Spec, lower: number[]): number[];
  make(spec: Spec, parameters: Parameters, context: { dim: number }): PriorDensity;
}

export interface PriorDensity {
  /** log p(latents) in nats, [S, B, latents] → [S, B]. */
  logProb(latents: Tensor3D): Tensor2D;
  /** log p by the layers of a hierarchy, from z upwards, each [S, B], whose sum is `logProb`. */
  logProbLayers?(latents: Tensor3D): Tensor2D[];
  /** E[z | base], [n, base] → [n, dim]: where a point of the grid lies; the identity without a hierarchy. */
  meanFromBase(base: Tensor2D): Tensor2D;
  /** A draw of z given a draw of the base, with noise [n, dim]. */
  drawFromBase(base: Tensor2D, noise: Tensor2D): Tensor2D;
  /** q over all latents from q(z|x). */
  extend(lower: Posterior): Posterior;
}
