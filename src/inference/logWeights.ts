import {
  add,
  exp,
  logSumExp,
  mean,
  mul,
  reshape,
  type Scalar,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
} from "@tensorflow/tfjs-core";
import type { Guide } from "../vae/guide";
import type { Model } from "../vae/model";
import type { Draws } from "../vae/posterior";

/** log p(x, z_k) − log q(z_k | x), shape [K, batch], in nats. */
export function logWeights(model: Model, guide: Guide, x: Tensor2D, noise: Tensor): Tensor2D {
  const { z, logProb } = guide.sampleWithLogProb(x, noise);
  return sub(model.logJoint(x, z), logProb);
}

/** log of the importance weight of each of K samples, [K, batch]; one from each stratum counts together as a single sample. */
export function sampleLogWeights(model: Model, guide: Guide, x: Tensor2D, noise: Tensor): Tensor2D {
  const { z, logProb, logShare } = guide.sampleWithLogProb(x, noise);
  const weights = sub(model.logJoint(x, z), logProb) as Tensor2D;
  if (logShare === undefined) return weights;
  const [samples, [rows, batch]] = [noise.shape[0], weights.shape];
  return logSumExp(reshape(add(weights, logShare), [samples, rows / samples, batch]), 1) as Tensor2D;
}

/** The Monte Carlo ELBO: the mean log-weight over samples and images, in nats per image. */
export function elbo(model: Model, guide: Guide, x: Tensor2D, noise: Tensor): Scalar {
  const { z, logProb, logShare } = guide.sampleWithLogProb(x, noise);
  return mean(meanOverDraws(sub(model.logJoint(x, z), logProb), { logShare }, noise.shape[0]));
}

/** L_K (Burda et al. 2016, equation 8): logsumexp over k minus log K, per image, before any mean over the batch; in nats per image. */
export function iwae(model: Model, guide: Guide, x: Tensor2D, noise: Tensor): Scalar {
  const { z, logProb, logShare } = guide.sampleWithLogProb(x, noise);
  return mean(logMeanOverDraws(sub(model.logJoint(x, z), logProb), { logShare }, noise.shape[0]));
}

/** The estimate of E_q[f] from f at the draws of K samples, [S, B] → [B]: (1/K) Σ_s f_s, each draw times its share where it has one. */
export function meanOverDraws(values: Tensor2D, { logShare }: Pick<Draws, "logShare">, samples: number): Tensor1D {
  if (logShare === undefined) return mean(values, 0);
  return mul(sum(mul(sharesOf(logShare), values), 0), 1 / samples);
}

/** The shares themselves, [S, B]. */
export function sharesOf(logShare: Tensor2D): Tensor2D {
  return exp(logShare);
}

/** log of the estimate of E_q[w] from log w at the draws of K samples, [S, B] → [B]. */
export function logMeanOverDraws(values: Tensor2D, { logShare }: Pick<Draws, "logShare">, samples: number): Tensor1D {
  const shared = logShare === undefined ? values : add(values, logShare);
  return sub(logSumExp(shared, 0), Math.log(samples)) as Tensor1D;
}
