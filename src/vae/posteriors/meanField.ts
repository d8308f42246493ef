import type { Tensor3D } from "@tensorflow/tfjs-core";
import { diagonalCovariance, diagonalGaussian, noiseLogProb } from "../../distributions/diagonalGaussian";
import { stopGradient } from "../../engine/operations/stopGradient";
import type { Posterior } from "../posterior";
import type { PosteriorFamily } from "./family";
import { type GaussianHeads, gaussianHeadSpecs, gaussianHeads } from "./gaussianHeads";

/** q(z|x) = N(μ(x), diag σ²(x)) (Kingma & Welling 2014). */
export const meanField: PosteriorFamily<{ kind: "meanField" }> = {
  parameters: (_spec, sizes) => gaussianHeadSpecs(sizes),
  noiseShape: (_spec, samples, batch, dim) => [samples, batch, dim],
  posterior: (_spec, parameters, features) => meanFieldPosterior(gaussianHeads(parameters, features)),
};

export function meanFieldPosterior({ mean, logVariance }: GaussianHeads): Posterior {
  const q = diagonalGaussian(mean, logVariance);
  return {
    mean,
    logVariance,
    covariance: () => diagonalCovariance(logVariance),
    sample(noise) {
      const z = q.sample(noise);
      return { z, logProb: () => noiseLogProb(noise as Tensor3D, logVariance) };
    },
    logProb: (z, { stopParameters }) =>
      stopParameters ? diagonalGaussian(stopGradient(mean), stopGradient(logVariance)).logProb(z) : q.logProb(z),
    klToStandardNormal: q.klToStandardNormal,
  };
}
