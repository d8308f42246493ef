import { add, exp, mul, neg, sub, sum, type Tensor2D, type Tensor3D, tanh, tensor1d, tensor2d } from "@tensorflow/tfjs-core";
import { noiseLogProb } from "../../distributions/diagonalGaussian";
import { reparameterize } from "../../engine/operations/reparameterize";
import { stopGradient } from "../../engine/operations/stopGradient";
import type { Posterior } from "../posterior";
import { type Conditioner, condition, conditioner, conditionerSpecs, stopped } from "./conditioner";
import type { PosteriorFamily } from "./family";
import { type GaussianHeads, gaussianHeadSpecs, gaussianHeads } from "./gaussianHeads";

/** μ, σ and the affine coupling layers of the noise before them, for each image: both ways are at hand. */
export interface CouplingFlow {
  heads: GaussianHeads;
  layers: readonly Conditioner[];
}

/** z on the other side of a flow, [K, B, D], and log|det ∂z/∂z₀| of the way from z₀ to z, [K, B]. */
export interface Transformed {
  z: Tensor3D;
  logDeterminant: Tensor2D;
}

const nameOf = (index: number) => `posterior.coupling.${index}`;

/**
 * Standard normal noise moved by affine coupling layers (Dinh et al. 2017), then μ + σ times it: the layers bend at the scale of q, however
 * narrow q is. Dimension d is kept by layer l where d + l is odd.
 */
export const coupling: PosteriorFamily<{ kind: "coupling"; layers: number; hidden: number }> = {
  parameters: ({ layers, hidden }, sizes) => [
    ...gaussianHeadSpecs(sizes),
    ...Array.from({ length: layers }, (_, i) => conditionerSpecs(nameOf(i), sizes, hidden)).flat(),
  ],
  noiseShape: (_spec, samples, batch, dim) => [samples, batch, dim],
  posterior({ layers }, parameters, features, { dim }) {
    const network = (_: unknown, i: number) => conditioner(parameters, nameOf(i), features, { input: tensor2d(kept(dim, i), [dim, 1]) });
    return couplingPosterior({ heads: gaussianHeads(parameters, features), layers: Array.from({ length: layers }, network) });
  },
};

/** 1 for the dimensions that a layer keeps, and makes the change of the others of. */
function kept(dim: number, index: number): number[] {
  return Array.from({ length: dim }, (_, d) => (d + index) % 2);
}

/** log s = 2 tanh(raw/2), within ±2, and t, both 0 where a dimension is kept, [K, B, D]: from what is kept, so the same before and after. */
function affine(network: Conditioner, index: number, z: Tensor3D): { logScale: Tensor3D; shift: Tensor3D } {
  const { shift, scale } = condition(network, z);
  const changed = tensor1d(kept(z.shape[2], index).map((keep) => 1 - keep));
  return { logScale: mul(mul(2, tanh(mul(0.5, scale))), changed), shift: mul(shift, changed) };
}

/** z ← s z + t, layer after layer. */
export function forward({ layers }: CouplingFlow, start: Tensor3D): Transformed {
  const logScales: Tensor3D[] = [];
  const z = layers.reduce((before, network, i) => {
    const { logScale, shift } = affine(network, i, before);
    logScales.push(logScale);
    return add(mul(before, exp(logScale)), shift) as Tensor3D;
  }, start);
  return { z, logDeterminant: sum(total(logScales), 2) };
}

/** z ← (z − t)/s, the last layer first. */
export function inverse({ layers }: CouplingFlow, end: Tensor3D): Transformed {
  const logScales: Tensor3D[] = [];
  const z = layers.reduceRight((after, network, i) => {
    const { logScale, shift } = affine(network, i, after);
    logScales.push(logScale);
    return mul(sub(after, shift), exp(neg(logScale))) as Tensor3D;
  }, end);
  return { z, logDeterminant: sum(total(logScales), 2) };
}

function total(values: readonly Tensor3D[]): Tensor3D {
  return values.reduce((sofar, value) => add(sofar, value) as Tensor3D);
}

function stoppedFlow({ heads, layers }: CouplingFlow): CouplingFlow {
  return { heads: { mean: stopGradient(heads.mean), logVariance: stopGradient(heads.logVariance) }, layers: layers.map(stopped) };
}

function couplingPosterior(flow: CouplingFlow): Posterior {
  const { mean, logVariance } = flow.heads;
  return {
    sample(noise) {
      const { z: moved, logDeterminant } = forward(flow, noise as Tensor3D);
      const z = reparameterize(mean, logVariance, moved);
      return { z, logProb: () => sub(noiseLogProb(noise as Tensor3D, logVariance), logDeterminant) };
    },
    logProb(z, { stopParameters }) {
      const used = stopParameters ? stoppedFlow(flow) : flow;
      const { mean: center, logVariance: spread } = used.heads;
      const start = inverse(used, mul(sub(z, center), exp(mul(-0.5, spread))) as Tensor3D);
      return sub(noiseLogProb(start.z, spread), start.logDeterminant);
    },
  };
}
