import { mean, type Scalar, sub, type Tensor, type Tensor2D } from "@tensorflow/tfjs-core";
import type { Guide } from "../vae/guide";
import type { Model } from "../vae/model";

/** log p(x, z_k) − log q(z_k | x), shape [K, batch], in nats. */
export function logWeights(model: Model, guide: Guide, x: Tensor2D, noise: Tensor): Tensor2D {
  const { z, logProb } = guide.sampleWithLogProb(x, noise);
  return sub(model.logJoint(x, z), logProb);
}

/** The Monte Carlo ELBO: the mean log-weight over samples and images, in nats per image. */
export function elbo(model: Model, guide: Guide, x: Tensor2D, noise: Tensor): Scalar {
  return mean(logWeights(model, guide, x, noise));
}
