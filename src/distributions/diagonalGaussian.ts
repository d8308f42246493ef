import { add, exp, expandDims, eye, mul, neg, square, sub, sum, type Tensor, type Tensor2D, type Tensor3D } from "@tensorflow/tfjs-core";
import { gaussianKl } from "../engine/operations/gaussianKl";
import { reparameterize } from "../engine/operations/reparameterize";

const LOG_TWO_PI = Math.log(2 * Math.PI);

/** Σ_d log N(z_d; 0, 1); [S, B, dim] → [S, B]. */
export function standardNormalLogProb(z: Tensor3D): Tensor2D {
  const dim = z.shape[2];
  return mul(-0.5, add(sum(square(z), 2), dim * LOG_TWO_PI)) as Tensor2D;
}

/** log-density of z = μ + σε at its own draw, from ε [S, B, dim] and log σ² [B, dim]: Σ_d log N(ε_d; 0, 1) − ½ log σ_d²; → [S, B]. */
export function noiseLogProb(noise: Tensor3D, logVariance: Tensor2D): Tensor2D {
  return sub(standardNormalLogProb(noise), mul(0.5, sum(logVariance, 1))) as Tensor2D;
}

/** diag σ² of each row of log σ², [B, dim] → [B, dim, dim]. */
export function diagonalCovariance(logVariance: Tensor2D): Tensor3D {
  return mul(expandDims(exp(logVariance), 2), eye(logVariance.shape[1])) as Tensor3D;
}

export interface DiagonalGaussian {
  /** Draws made of standard normal noise; [S, B, dim] → [S, B, dim]. */
  sample(noise: Tensor): Tensor3D;
  /** log-density in nats; [S, B, dim] → [S, B]. */
  logProb(z: Tensor3D): Tensor2D;
  /** KL(· ‖ N(0, I)) in nats per dimension, [B, dim]. */
  klToStandardNormal(): Tensor2D;
}

/** N(μ, diag σ²) with μ and log σ² of shape [B, dim]. */
export function diagonalGaussian(mean: Tensor2D, logVariance: Tensor2D): DiagonalGaussian {
  return {
    sample: (noise) => reparameterize(mean, logVariance, noise as Tensor3D),
    logProb: (z) => conditionalGaussianLogProb(z, mean, logVariance),
    klToStandardNormal: () => gaussianKl(mean, logVariance),
  };
}

/** Σ_d log N(z_d; μ_d, σ_d²), z [S, B, dim], μ and log σ² of that shape or [B, dim]; → [S, B]. */
export function conditionalGaussianLogProb(z: Tensor3D, mean: Tensor, logVariance: Tensor): Tensor2D {
  const squares = mul(square(sub(z, mean)), exp(neg(logVariance)));
  return mul(-0.5, sum(add(add(squares, logVariance), LOG_TWO_PI), 2)) as Tensor2D;
}
