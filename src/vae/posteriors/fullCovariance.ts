import { add, concat, exp, log, matMul, mul, square, sub, sum, type Tensor, type Tensor2D, type Tensor3D } from "@tensorflow/tfjs-core";
import { noiseLogProb } from "../../distributions/diagonalGaussian";
import { stopGradient } from "../../engine/operations/stopGradient";
import { denseSpecs, layer } from "../layers";
import type { Posterior } from "../posterior";
import { swapDrawsAndImages } from "./drawAxes";
import type { PosteriorFamily } from "./family";
import { type GaussianHeads, gaussianHeadSpecs, gaussianHeads } from "./gaussianHeads";
import { lowerTriangular, solveLower } from "./lowerTriangular";

/** q(z|x) = N(μ(x), L(x) L(x)ᵀ), L lower triangular with the diagonal exp(½ logVariance) (Kingma & Welling 2019, §2.5). */
export const fullCovariance: PosteriorFamily<{ kind: "fullCovariance" }> = {
  parameters: (_spec, { features, dim }) => [
    ...gaussianHeadSpecs({ features, dim }),
    ...(dim > 1 ? denseSpecs("posterior.lower", features, (dim * (dim - 1)) / 2) : []),
  ],
  noiseShape: (_spec, samples, batch, dim) => [samples, batch, dim],
  posterior(_spec, parameters, features, { dim }) {
    const heads = gaussianHeads(parameters, features);
    if (dim === 1) return fullCovariancePosterior(heads, heads.mean);
    return fullCovariancePosterior(heads, layer(parameters, "posterior.lower", features, "linear"));
  },
};

/** `strictLower`: what lies below the diagonal of L, row by row, [B, D(D − 1)/2]; not looked at for D = 1. */
export function fullCovariancePosterior({ mean, logVariance }: GaussianHeads, strictLower: Tensor2D): Posterior {
  const L = lowerTriangular(exp(mul(0.5, logVariance)), strictLower);
  return {
    mean,
    logVariance,
    covariance: () => matMul(L, L, false, true),
    sample(noise) {
      const spread: Tensor3D = matMul(swapDrawsAndImages(noise as Tensor3D), L, false, true);
      const z = add(mean, swapDrawsAndImages(spread)) as Tensor3D;
      return { z, logProb: () => noiseLogProb(noise as Tensor3D, logVariance) };
    },
    logProb(z, { stopParameters }) {
      const held = <T extends Tensor>(parameter: T) => (stopParameters ? stopGradient(parameter) : parameter);
      const noise = solveLower(held(L), swapDrawsAndImages(sub(z, held(mean)) as Tensor3D));
      return noiseLogProb(swapDrawsAndImages(noise), held(logVariance));
    },
    klToStandardNormal: () => klByMarginals(mean, logVariance, L),
  };
}

/**
 * [B, D + 1]: KL(N(μ_d, Σ_dd) ‖ N(0, 1)) = ½(μ_d² + Σ_dd − 1 − ln Σ_dd) of each marginal, then the total correlation
 * ½ Σ_d (ln Σ_dd − logVariance_d) ≥ 0, which the marginals leave out.
 */
function klByMarginals(mean: Tensor2D, logVariance: Tensor2D, L: Tensor3D): Tensor2D {
  const variance = sum(square(L), 2) as Tensor2D;
  const logMarginal = log(variance);
  const marginals = mul(0.5, sub(add(square(mean), variance), add(logMarginal, 1))) as Tensor2D;
  const shared = mul(0.5, sum(sub(logMarginal, logVariance), 1, true)) as Tensor2D;
  return concat([marginals, shared], 1);
}
