import type { Scalar, Tensor, Tensor1D, Tensor2D } from "@tensorflow/tfjs-core";

/** What the KL's columns are: latent dimensions (for full covariance one more, what they share), layers of a hierarchy, or the KL alone. */
export type KlColumns = "dimensions" | "layers" | "total";

/** What an objective computes of a minibatch. Everything in nats. */
export interface ObjectiveValue {
  /** Its gradient is the estimate of the loss's gradient; its value means nothing. */
  surrogate: Scalar;
  /** What the optimiser minimises, in nats per image. */
  loss: Scalar;
  /** The mean of log p(x|z) over the draws, [B]. */
  reconstruction: Tensor1D;
  /** [B, columns], whose sum over the second axis is the KL of each image. */
  kl: Tensor2D;
  klColumns: KlColumns;
  /** L_K of each image, [B]. */
  iwae?: Tensor1D;
  /** The mean of the score function's signal f, which a moving average of earlier steps is made of. */
  signal?: Scalar;
}

/** A minibatch and what the objective needs beside it. */
export interface ObjectiveInput {
  /** [B, 784]. */
  x: Tensor2D;
  /** Of the guide's `noiseShape` for K samples. */
  noise: Tensor;
  /** The weight of the KL now. */
  beta: number | Scalar;
  /** b of `scoreMovingAverage`, debiased. */
  baseline?: Scalar;
}
