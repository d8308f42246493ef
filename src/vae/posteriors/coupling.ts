import { add, exp, mul, neg, sub, sum, type Tensor2D, type Tensor3D, tanh, tensor1d, tensor2d } from "@tensorflow/tfjs-core";
import { diagonalGaussian, noiseLogProb } from "../../distributions/diagonalGaussian";
import { reparameterize } from "../../engine/operations/reparameterize";
import { stopGradient } from "../../engine/operations/stopGradient";
import type { Posterior } from "../posterior";
import { type Conditioner, condition, conditioner, conditionerSpecs, stopped } from "./conditioner";
import type { PosteriorFamily } from "./family";
import { type GaussianHeads, gaussianHeadSpecs, gaussianHeads } from "./gaussianHeads";

/** Affine coupling layers over the mean field, for each image: both ways are at hand. */
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

/** Draws of the mean field, moved by affine coupling layers (Dinh et al. 2017). Dimension d is kept by layer l where d + l is odd. */
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
      const { z, logDeterminant } = forward(flow, reparameterize(mean, logVariance, noise as Tensor3D));
      return { z, logProb: () => sub(noiseLogProb(noise as Tensor3D, logVariance), logDeterminant) };
    },
    logProb(z, { stopParameters }) {
      const used = stopParameters ? stoppedFlow(flow) : flow;
      const start = inverse(used, z);
      return sub(diagonalGaussian(used.heads.mean, used.heads.logVariance).logProb(start.z), start.logDeterminant);
    },
  };
}
