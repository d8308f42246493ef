import type { Tensor, Tensor2D, Tensor3D } from "@tensorflow/tfjs-core";

/** A distribution over z for each image of a batch. Noise is handed in, so that a test, another engine or a replay can hand in the same. */
export interface Distribution {
  /** E[z], [B, dim]. */
  readonly mean: Tensor2D;
  /** Draws made of standard normal noise; [K, B, dim] → [K, B, dim]. */
  sample(noise: Tensor): Tensor3D;
  /** log-density in nats; [K, B, dim] → [K, B]. */
  logProb(z: Tensor3D): Tensor2D;
  /** KL(· ‖ N(0, I)) in nats per dimension, [B, dim]. */
  klToStandardNormal(): Tensor2D;
}
