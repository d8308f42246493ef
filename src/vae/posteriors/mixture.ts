import {
  add,
  exp,
  expandDims,
  log,
  logSoftmax,
  max,
  mul,
  neg,
  reshape,
  split,
  square,
  stack,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
  transpose,
  zeros,
} from "@tensorflow/tfjs-core";
import { reparameterize } from "../../engine/operations/reparameterize";
import { stopGradient } from "../../engine/operations/stopGradient";
import { denseSpecs, layer } from "../layers";
import type { Posterior } from "../posterior";
import type { PosteriorFamily } from "./family";
import { clampLogVariance } from "./gaussianHeads";

const LOG_TWO_PI = Math.log(2 * Math.PI);

/** The components of each image. */
export interface MixtureHeads {
  /** [B, C, D]. */
  means: Tensor3D;
  logVariances: Tensor3D;
  /** [B, C]; π is their softmax. */
  logits: Tensor2D;
}

/**
 * q(z|x) = Σ_c π_c N(μ_c, diag σ_c²), sampled by strata: one draw of each component for each of K samples, which counts π_c (Roeder et
 * al. 2017, §5; Morningstar et al. 2021), so that π has a gradient.
 */
export const mixture: PosteriorFamily<{ kind: "mixture"; components: number }> = {
  parameters: ({ components }, { features, dim }) => [
    ...denseSpecs("posterior.means", features, components * dim),
    ...denseSpecs("posterior.logvars", features, components * dim),
    ...denseSpecs("posterior.logits", features, components),
  ],
  noiseShape: ({ components }, samples, batch, dim) => [samples, batch, components, dim],
  posterior({ components }, parameters, features, { dim }) {
    const shape: [number, number, number] = [features.shape[0], components, dim];
    return mixturePosterior({
      means: reshape(layer(parameters, "posterior.means", features, "linear"), shape),
      logVariances: reshape(clampLogVariance(layer(parameters, "posterior.logvars", features, "linear")), shape),
      logits: layer(parameters, "posterior.logits", features, "linear"),
    });
  },
};

export function mixturePosterior({ means, logVariances, logits }: MixtureHeads): Posterior {
  const logShares = logSoftmax(logits);
  const density = (z: Tensor3D) => mixtureLogProb(z, means, logVariances, logShares);
  return {
    mean: sum(mul(expandDims(exp(logShares), 2), means), 1),
    sample(noise) {
      const z = stratifiedDraws(means, logVariances, noise as Tensor4D);
      return { z, logShare: shareOfRows(logShares, noise.shape[0]), logProb: () => density(z) };
    },
    logProb: (z, { stopParameters }) =>
      stopParameters ? mixtureLogProb(z, stopGradient(means), stopGradient(logVariances), stopGradient(logShares)) : density(z),
  };
}

/** μ_c + σ_c ε of noise [K, B, C, D], row k·C + c of component c: [K·C, B, D]. */
function stratifiedDraws(means: Tensor3D, logVariances: Tensor3D, noise: Tensor4D): Tensor3D {
  const [samples, batch, components, dim] = noise.shape;
  const byComponent = (values: Tensor3D) => reshape(transpose(values, [1, 0, 2]), [components * batch, dim]) as Tensor2D;
  const strata = reshape(transpose(noise, [0, 2, 1, 3]), [samples, components * batch, dim]) as Tensor3D;
  return reshape(reparameterize(byComponent(means), byComponent(logVariances), strata), [samples * components, batch, dim]);
}

/** log π_c of row k·C + c, from [B, C]; → [K·C, B]. */
function shareOfRows(logShares: Tensor2D, samples: number): Tensor2D {
  const [batch, components] = logShares.shape;
  return reshape(add(zeros([samples, components, batch]), transpose(logShares)), [samples * components, batch]);
}

/**
 * log Σ_c π_c N(z; μ_c, diag σ_c²), [S, B, D] → [S, B]. One component after another, because all at once would be S = K·C times C
 * differences from the means.
 */
function mixtureLogProb(z: Tensor3D, means: Tensor3D, logVariances: Tensor3D, logShares: Tensor2D): Tensor2D {
  const [batch, components, dim] = means.shape;
  const [centers, spreads] = [means, logVariances].map((all) => split(transpose(all, [1, 0, 2]), components));
  const constants = transpose(sub(logShares, mul(0.5, add(sum(logVariances, 2), dim * LOG_TWO_PI))));
  const squares = centers.map((center, c) => sum(mul(square(sub(z, center)), exp(neg(spreads[c]))), 2));
  return logSumOfComponents(add(mul(-0.5, stack(squares)), reshape(constants, [components, 1, batch])));
}

/** log Σ_c exp over the first axis; the largest is taken out as a constant, on which nothing depends. */
function logSumOfComponents(values: Tensor): Tensor2D {
  const largest = stopGradient(max(values, 0));
  return add(log(sum(exp(sub(values, largest)), 0)), largest) as Tensor2D;
}
