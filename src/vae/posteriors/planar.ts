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
  stack,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  tanh,
  transpose,
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

/** Layers for each image: û and w [B, layers, D], b and 1 + û·w > 0, [B, layers]. */
export interface PlanarLayers {
  uHat: Tensor3D;
  w: Tensor3D;
  b: Tensor2D;
  stretch: Tensor2D;
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
export function planarLayers(u: Tensor3D, w: Tensor3D, b: Tensor2D): PlanarLayers {
  const product = sum(mul(u, w), 2, true);
  const wished = softplus(product);
  const squares = sum(square(w), 2, true);
  const divisor = clampPassing(squares, ...SQUARE_LIMITS);
  const uHat = add(u, mul(div(sub(wished, add(product, 1)), divisor), w)) as Tensor3D;
  // 1 + û·w is softplus(u·w) wherever |w|² is its own divisor: the difference below is then exactly 0, and nothing cancels.
  const stretch = add(mul(wished, div(squares, divisor)), mul(add(product, 1), div(sub(divisor, squares), divisor)));
  return { uHat, w, b, stretch: reshape(stretch, b.shape) };
}

/**
 * z ← z + û tanh(w·z + b), layer after layer, [K, B, D], and the sum of their
 * log|det| = log(1 + (1 − tanh²) û·w) = log(tanh² + (1 − tanh²)(1 + û·w)), [K, B].
 */
export function planarFlow({ uHat, w, b, stretch }: PlanarLayers, start: Tensor3D): { z: Tensor3D; logDeterminant: Tensor2D } {
  const [batch, layers, dim] = w.shape;
  const [uHats, ws] = [uHat, w].map((all) => perLayer(all, [batch, dim]));
  const offsets = perLayer(b, [batch]);
  let z: Tensor3D = start;
  const bends = uHats.map((one, layer) => {
    const bend = tanh(add(sum(mul(ws[layer], z), 2), offsets[layer]));
    z = add(z, mul(one, expandDims(bend, 2))) as Tensor3D;
    return bend;
  });
  const squared = square(stack(bends));
  const determinants = add(squared, mul(sub(1, squared), reshape(transpose(stretch), [layers, 1, batch])));
  return { z, logDeterminant: sum(log(determinants), 0) as Tensor2D };
}

/** The layers' parts, each of that shape; tfjs's gradient of a split into one fails. */
function perLayer(all: Tensor, shape: number[]): Tensor[] {
  const [, layers = 1] = all.shape;
  return layers === 1 ? [reshape(all, shape)] : split(all, layers, 1).map((one) => reshape(one, shape));
}

function planarPosterior({ mean, logVariance }: GaussianHeads, layers: PlanarLayers): Posterior {
  return {
    sample(noise) {
      const { z, logDeterminant } = planarFlow(layers, reparameterize(mean, logVariance, noise as Tensor3D));
      return { z, logProb: () => sub(noiseLogProb(noise as Tensor3D, logVariance), logDeterminant) };
    },
  };
}
