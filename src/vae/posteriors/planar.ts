import {
  add,
  div,
  expandDims,
  log,
  mul,
  reshape,
  softplus,
  split,
  square,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  tanh,
} from "@tensorflow/tfjs-core";
import { noiseLogProb } from "../../distributions/diagonalGaussian";
import { clampPassing } from "../../engine/operations/clampPassing";
import { reparameterize } from "../../engine/operations/reparameterize";
import { denseSpecs, layer } from "../layers";
import type { Posterior } from "../posterior";
import type { PosteriorFamily } from "./family";
import { type GaussianHeads, gaussianHeadSpecs, gaussianHeads } from "./gaussianHeads";

/** |w|² is divided by as if it lay in here, so that nothing is infinite at w = 0, where a layer is the identity. */
const SQUARE_LIMITS = [1e-12, 1e30] as const;

/** One layer for each image: û, w [B, D], b and 1 + û·w > 0, [B]. */
export interface PlanarLayer {
  uHat: Tensor2D;
  w: Tensor2D;
  b: Tensor;
  stretch: Tensor;
}

/** Draws of the mean field, moved by planar layers whose u, w and b the encoder gives for each image (Rezende & Mohamed 2015). */
export const planar: PosteriorFamily<{ kind: "planar"; layers: number }> = {
  parameters: ({ layers }, { features, dim }) => [
    ...gaussianHeadSpecs({ features, dim }),
    ...denseSpecs("posterior.planar", features, layers * (2 * dim + 1)),
  ],
  noiseShape: (_spec, samples, batch, dim) => [samples, batch, dim],
  posterior({ layers }, parameters, features, { dim }) {
    const amortized = layer(parameters, "posterior.planar", features, "linear");
    const [u, w, b] = split(amortized, [layers * dim, layers * dim, layers], 1);
    const shape: [number, number, number] = [features.shape[0], layers, dim];
    return planarPosterior(gaussianHeads(parameters, features), planarLayers(reshape(u, shape), reshape(w, shape), b as Tensor2D));
  },
};

/**
 * The layers of u, w [B, layers, D] and b [B, layers]; û = u + (softplus(u·w) − 1 − u·w) w/|w|², so that û·w = softplus(u·w) − 1 > −1 and
 * each layer has an inverse (appendix A.1, with softplus for m(x) + 1).
 */
export function planarLayers(u: Tensor3D, w: Tensor3D, b: Tensor2D): PlanarLayer[] {
  const [batch, layers, dim] = u.shape;
  const product = sum(mul(u, w), 2, true);
  const wished = softplus(product);
  const squares = sum(square(w), 2, true);
  const divisor = clampPassing(squares, ...SQUARE_LIMITS);
  const uHat = add(u, mul(div(sub(wished, add(product, 1)), divisor), w));
  // 1 + û·w is softplus(u·w) wherever |w|² is its own divisor: the difference below is then exactly 0, and nothing cancels.
  const stretch = add(mul(wished, div(squares, divisor)), mul(add(product, 1), div(sub(divisor, squares), divisor)));
  const [uHats, ws] = [uHat, w].map((all) => split(all, layers, 1).map((one) => reshape(one, [batch, dim]) as Tensor2D));
  const [bs, stretches] = [b, reshape(stretch, [batch, layers])].map((all) => split(all, layers, 1).map((one) => reshape(one, [batch])));
  return uHats.map((one, i) => ({ uHat: one, w: ws[i], b: bs[i], stretch: stretches[i] }));
}

/** z + û tanh(w·z + b), [K, B, D], and log|det| = log(1 + (1 − tanh²) û·w) = log(tanh² + (1 − tanh²)(1 + û·w)), [K, B]. */
export function planarStep({ uHat, w, b, stretch }: PlanarLayer, z: Tensor3D): { z: Tensor3D; logDeterminant: Tensor2D } {
  const bend = tanh(add(sum(mul(w, z), 2), b));
  const squared = square(bend);
  const logDeterminant = log(add(squared, mul(sub(1, squared), stretch))) as Tensor2D;
  return { z: add(z, mul(uHat, expandDims(bend, 2))), logDeterminant };
}

function planarPosterior({ mean, logVariance }: GaussianHeads, layers: readonly PlanarLayer[]): Posterior {
  return {
    sample(noise) {
      let z = reparameterize(mean, logVariance, noise as Tensor3D);
      const logDeterminants = layers.map((one) => {
        const step = planarStep(one, z);
        z = step.z;
        return step.logDeterminant;
      });
      return { z, logProb: () => logDeterminants.reduce((logQ, one) => sub(logQ, one), noiseLogProb(noise as Tensor3D, logVariance)) };
    },
  };
}
