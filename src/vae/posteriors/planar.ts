import {
  abs,
  add,
  div,
  expandDims,
  expm1,
  less,
  log,
  log1p,
  mul,
  neg,
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
  where,
} from "@tensorflow/tfjs-core";
import { noiseLogProb } from "../../distributions/diagonalGaussian";
import { clampPassing } from "../../engine/operations/clampPassing";
import { reparameterize } from "../../engine/operations/reparameterize";
import { stopGradient } from "../../engine/operations/stopGradient";
import { denseSpecs, layer } from "../layers";
import type { Posterior } from "../posterior";
import type { PosteriorFamily } from "./family";
import { type GaussianHeads, gaussianHeadSpecs, gaussianHeads } from "./gaussianHeads";

/** |w|² is divided by as if it lay in here, so that nothing is infinite at w = 0, where a layer is the identity. */
const SQUARE_LIMITS = [1e-12, 1e30] as const;

/** With it, and u = 0, a layer changes nothing: softplus(ln(e − 1)) = 1. */
const IDENTITY_OFFSET = Math.log(Math.E - 1);

/** Layers for each image: û and w [B, layers, D], b and 1 + û·w > 0, [B, layers]. */
export interface PlanarLayers {
  uHat: Tensor3D;
  w: Tensor3D;
  b: Tensor2D;
  stretch: Tensor2D;
}

/**
 * Standard normal noise moved by planar layers whose u, w and b the encoder gives for each image (Rezende & Mohamed 2015), then μ + σ times
 * it: the layers bend at the scale of q, however narrow q is.
 */
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
    return planarPosterior(
      gaussianHeads(parameters, features),
      planarLayers(reshape(u, shape) as Tensor3D, reshape(w, shape) as Tensor3D, b as Tensor2D, IDENTITY_OFFSET),
    );
  },
};

/**
 * The layers of u, w [B, layers, D] and b [B, layers]; û = u + (softplus(u·w + offset) − 1 − u·w) w/|w|², so that
 * û·w = softplus(u·w + offset) − 1 > −1 and each layer has an inverse (appendix A.1, which has no offset, with softplus for m(x) + 1).
 */
export function planarLayers(u: Tensor3D, w: Tensor3D, b: Tensor2D, offset = 0): PlanarLayers {
  const product = sum(mul(u, w), 2, true);
  const wished = softplus(add(product, offset));
  const squares = sum(square(w), 2, true);
  const divisor = clampPassing(squares, ...SQUARE_LIMITS);
  const uHat = add(u, mul(div(correction(product, offset), divisor), w)) as Tensor3D;
  // 1 + û·w is softplus(u·w + offset) wherever |w|² is its own divisor: the difference below is then exactly 0, and nothing cancels.
  const stretch = add(mul(wished, div(squares, divisor)), mul(add(product, 1), div(sub(divisor, squares), divisor)));
  return { uHat, w, b, stretch: reshape(stretch, b.shape) };
}

/**
 * softplus(p + offset) − 1 − p, which is 0 at p = 0 for the identity's offset: there, near p = 0, it is
 * log(1 + (e⁻ᵖ − 1)/e), so that no digits are lost when it is divided by a small |w|².
 */
function correction(product: Tensor, offset: number): Tensor {
  const plain = sub(softplus(neg(add(product, offset))), 1 - offset);
  if (offset !== IDENTITY_OFFSET) return plain;
  const near = log1p(mul(expm1(neg(clampPassing(product, -1, 1))), 1 / Math.E));
  return where(less(abs(stopGradient(product)), 1), near, plain);
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
      const { z: moved, logDeterminant } = planarFlow(layers, noise as Tensor3D);
      const z = reparameterize(mean, logVariance, moved);
      return { z, logProb: () => sub(noiseLogProb(noise as Tensor3D, logVariance), logDeterminant) };
    },
  };
}
