import { add, concat, reshape, slice, type Tensor, type Tensor2D, type Tensor3D, transpose } from "@tensorflow/tfjs-core";
import { standardNormalLogProb } from "../../distributions/diagonalGaussian";
import { reparameterize } from "../../engine/operations/reparameterize";
import type { DensityOptions, Posterior } from "../posterior";
import { type ConditionalGaussian, conditionalDraw, conditionalLogProb } from "./conditionalGaussian";
import type { PriorDensity } from "./prior";

/** The two conditionals of z [n, dim] and u [n, upper]. */
export interface Hierarchy {
  /** p(z|u). */
  lowerGivenUpper: ConditionalGaussian;
  /** q(u|z); with `stopParameters` its weights are constants, while μ and log σ² keep their gradient in z. */
  upperGivenLower(options: DensityOptions): ConditionalGaussian;
}

const LIVE: DensityOptions = { stopParameters: false };

/** p(u) p(z|u) with p(u) = N(0, I), and q(z|x) q(u|z) beside it; latents are [z, u] on the last axis. */
export function hierarchyDensity(dim: number, upper: number, hierarchy: Hierarchy): PriorDensity {
  const { lowerGivenUpper } = hierarchy;
  const logProbLayers = (latents: Tensor3D): Tensor2D[] => {
    const [z, u] = parted(latents, dim) as Tensor3D[];
    return [conditionalLogProb(lowerGivenUpper, z, u), standardNormalLogProb(u)];
  };
  return {
    logProb: (latents) => summed(logProbLayers(latents)),
    logProbLayers,
    meanFromBase: (u) => lowerGivenUpper(u).mean,
    drawFromBase(u, noise) {
      const { mean, logVariance } = lowerGivenUpper(u);
      return reshape(reparameterize(mean, logVariance, reshape(noise, [1, ...noise.shape])), noise.shape);
    },
    extend: (lower) => extended(lower, dim, upper, hierarchy),
  };
}

/** q(z|x) q(u|z): the layers of its density are log q(z|x) and log q(u|z). */
function extended(lower: Posterior, dim: number, upper: number, { upperGivenLower }: Hierarchy): Posterior {
  const lowerLogProb = lower.logProb;
  const logProbLayers =
    lowerLogProb &&
    ((latents: Tensor3D, options: DensityOptions): Tensor2D[] => {
      const [z, u] = parted(latents, dim) as Tensor3D[];
      return [lowerLogProb(z, options), conditionalLogProb(upperGivenLower(options), u, z)];
    });
  return {
    lower,
    sample(noise) {
      const [lowerNoise, upperNoise] = parted(noise, dim);
      const { z, logShare, ...below } = lower.sample(lowerNoise);
      const above = conditionalDraw(upperGivenLower(LIVE), z, asDraws(upperNoise, upper));
      const layers = (): Tensor2D[] => [below.logProb(), above.logProb()];
      return { z: concat([z, above.draw], 2), logShare, logProb: () => summed(layers()), logProbLayers: layers };
    },
    logProb: logProbLayers && ((latents, options) => summed(logProbLayers(latents, options))),
    logProbLayers,
  };
}

/** The first `dim` of the last axis, and the others. */
function parted(values: Tensor, dim: number): [Tensor, Tensor] {
  const outer = values.shape.slice(0, -1);
  const others = values.shape[outer.length] - dim;
  const zeros = outer.map(() => 0);
  return [slice(values, [...zeros, 0], [...outer, dim]), slice(values, [...zeros, dim], [...outer, others])];
}

/** Noise in the order of the draws: [K, B, upper] as it is; that of strata, [K, B, C, upper], as [K·C, B, upper] with row k·C + c. */
function asDraws(noise: Tensor, upper: number): Tensor3D {
  if (noise.rank === 3) return noise as Tensor3D;
  const [samples, batch, strata] = noise.shape;
  return reshape(transpose(noise, [0, 2, 1, 3]), [samples * strata, batch, upper]);
}

function summed([lower, upper]: Tensor2D[]): Tensor2D {
  return add(lower, upper);
}
