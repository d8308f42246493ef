import type { Tensor, Tensor2D } from "@tensorflow/tfjs-core";

/** p(x|z) given the decoder's logits. Rows of logits are samples: row s·B + b of [S·B, X] belongs to image b of x, [B, X]. */
export interface Likelihood {
  /** log p(x|z) in nats, [S, B]. */
  logProb(logits: Tensor2D, x: Tensor2D): Tensor2D;
  /** E[x|z], the shape of the logits. */
  mean<T extends Tensor>(logits: T): T;
  /** What `sample` is made of. */
  readonly noise: "uniform" | "normal";
  /** A draw from p(x|z), made of noise of the shape of the logits: uniform in (0, 1), or standard normal. */
  sample<T extends Tensor>(logits: T, noise: Tensor): T;
}
