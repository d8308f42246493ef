import { add, exp, mul, neg, square, sub, sum, type Tensor2D, type Tensor3D } from "@tensorflow/tfjs-core";
import { gaussianKl } from "../engine/operations/gaussianKl";
import { reparameterize } from "../engine/operations/reparameterize";
import type { Distribution } from "./distribution";

const LOG_TWO_PI = Math.log(2 * Math.PI);

/** Σ_d log N(z_d; 0, 1); [K, B, dim] → [K, B]. */
export function standardNormalLogProb(z: Tensor3D): Tensor2D {
  const dim = z.shape[2];
  return mul(-0.5, add(sum(square(z), 2), dim * LOG_TWO_PI)) as Tensor2D;
}

/** N(μ, diag σ²) with μ and log σ² of shape [B, dim]. */
export function diagonalGaussian(mean: Tensor2D, logVariance: Tensor2D): Distribution {
  return {
    mean,
    sample: (noise) => reparameterize(mean, logVariance, noise as Tensor3D),
    logProb: (z) => {
      const squares = mul(square(sub(z, mean)), exp(neg(logVariance)));
      return mul(-0.5, sum(add(add(squares, logVariance), LOG_TWO_PI), 2)) as Tensor2D;
    },
    klToStandardNormal: () => gaussianKl(mean, logVariance),
  };
}
