import "@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops";
import { type Tensor, type Tensor2D, type Tensor3D, tensor } from "@tensorflow/tfjs-core";
import { standardNormalLogProb } from "../../src/distributions/diagonalGaussian";
import { normals, stream } from "../../src/numeric/random";
import { type Guide, makeGuide } from "../../src/vae/guide";
import type { Model } from "../../src/vae/model";
import { meanFieldPosterior } from "../../src/vae/posteriors/meanField";

/** Small models and guides whose answers are known, made of the project's own parts. */

export const LOG_TWO_PI = Math.log(2 * Math.PI);

/** Standard normal noise of a shape, different for each name. */
export function noise(shape: number[], name = "test"): Tensor {
  const count = shape.reduce((product, size) => product * size, 1);
  return tensor(normals(count, 0, stream(1, name)), shape, "float32");
}

/** p(z) = N(0, I) and p(x|z) given as log p(x|z), [S, B]. */
export function normalPriorModel(logLikelihood: Model["logLikelihood"]): Model {
  return {
    logPrior: standardNormalLogProb,
    logLikelihood,
    logJoint: (x, z) => logLikelihood(x, z).add(standardNormalLogProb(z)),
  };
}

/** A model whose posterior is the given density of z, normalised, whatever x is; log p(x) = 0. */
export function targetModel(logDensity: (z: Tensor3D) => Tensor2D): Model {
  return normalPriorModel((_x, z) => logDensity(z).sub(standardNormalLogProb(z)));
}

/** q with parameters of its own for each image, [B, dim], and no network. */
export function freeGuide(mean: Tensor2D, logVariance: Tensor2D): Guide {
  return makeGuide({
    noiseShape: (samples, batch) => [samples, batch, mean.shape[1]],
    posterior: () => meanFieldPosterior({ mean, logVariance }),
  });
}
