import { zeros } from "@tensorflow/tfjs-core";
import { standardNormal } from "../../engine/operations/standardNormal";
import { drawMoments } from "../../inference/drawMoments";
import type { Guide } from "../../vae/guide";
import type { Posterior } from "../../vae/posterior";
import { readTogether } from "../readTogether";

/** N(mean, L Lᵀ): mean [dim], L [dim, dim] lower triangular, row by row. */
export interface GaussianFactor {
  mean: Float64Array;
  factor: Float64Array;
}

/** Draws behind the moments of a family that is not Gaussian. */
const MOMENT_DRAWS = 1024;

/** The least standard deviation that is taken for one: of a q without spread nothing can be drawn. */
const LEAST_DEVIATION = 1e-4;

/**
 * The Gaussian with the mean and covariance of q over the `latents` of one image: q itself where it is Gaussian; the covariance of other
 * families is their marginal variances, from draws. Null where they are not finite.
 */
export async function gaussianOfPosterior(
  posterior: () => Posterior,
  { noiseShape }: Pick<Guide, "noiseShape">,
  latents: number,
  streamId: number,
): Promise<GaussianFactor | null> {
  const read = await readTogether(() => {
    const q = posterior();
    if (q.mean !== undefined && q.covariance !== undefined) return { mean: q.mean, variance: zeros([0]), covariance: q.covariance() };
    const moments = drawMoments(q.sample(standardNormal(noiseShape(MOMENT_DRAWS, 1), 0, streamId)), MOMENT_DRAWS);
    return { ...moments, covariance: zeros([0]) };
  });
  const covariance =
    read.covariance.length > 0
      ? Float64Array.from(read.covariance)
      : Float64Array.from({ length: latents ** 2 }, (_, i) => (i % (latents + 1) === 0 ? read.variance[i / (latents + 1)] : 0));
  const mean = Float64Array.from(read.mean);
  const factor = choleskyFactor(covariance, latents);
  return [...mean, ...factor].every(Number.isFinite) ? { mean, factor } : null;
}

/** L of L Lᵀ = Σ, [dim, dim] row by row. */
function choleskyFactor(covariance: Float64Array, dim: number): Float64Array {
  const factor = new Float64Array(dim * dim);
  for (let row = 0; row < dim; row++) {
    for (let column = 0; column <= row; column++) {
      let rest = covariance[row * dim + column];
      for (let k = 0; k < column; k++) rest -= factor[row * dim + k] * factor[column * dim + k];
      factor[row * dim + column] = row === column ? Math.sqrt(Math.max(rest, LEAST_DEVIATION ** 2)) : rest / factor[column * dim + column];
    }
  }
  return factor;
}

/** N(0, I). */
export function standardGaussian(dim: number): GaussianFactor {
  const factor = Float64Array.from({ length: dim * dim }, (_, i) => (i % (dim + 1) === 0 ? 1 : 0));
  return { mean: new Float64Array(dim), factor };
}

/** mean + scale · L ε; ε [n, dim] → [n, dim]. */
export function gaussianDraws({ mean, factor }: GaussianFactor, noise: ArrayLike<number>, scale: number): Float64Array {
  const dim = mean.length;
  return Float64Array.from(noise, (_, i) => {
    const [from, row] = [i - (i % dim), i % dim];
    let value = mean[row];
    for (let k = 0; k <= row; k++) value += scale * factor[row * dim + k] * noise[from + k];
    return value;
  });
}

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/** L⁻¹(z − mean) of the code at `from`. */
export function whitened({ mean, factor }: GaussianFactor, z: ArrayLike<number>, from = 0): number[] {
  const dim = mean.length;
  const white: number[] = [];
  for (let row = 0; row < dim; row++) {
    let rest = z[from + row] - mean[row];
    for (let k = 0; k < row; k++) rest -= factor[row * dim + k] * white[k];
    white.push(rest / factor[row * dim + row]);
  }
  return white;
}

/** log N(z; mean, scale² L Lᵀ) of the code at `from`. */
export function gaussianLogDensity(gaussian: GaussianFactor, z: ArrayLike<number>, from: number, scale: number): number {
  const dim = gaussian.mean.length;
  return whitened(gaussian, z, from).reduce(
    (sum, value, row) => sum - 0.5 * (value / scale) ** 2 - HALF_LOG_TWO_PI - Math.log(scale * gaussian.factor[row * dim + row]),
    0,
  );
}
