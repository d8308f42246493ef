import { add, mul, neg, sigmoid, softplus, sub, sum, type Tensor2D, type Tensor3D, tensor2d } from "@tensorflow/tfjs-core";
import { noiseLogProb } from "../../distributions/diagonalGaussian";
import { reparameterize } from "../../engine/operations/reparameterize";
import type { Posterior } from "../posterior";
import { type Conditioner, type ConditionerMasks, condition, conditioner, conditionerSpecs } from "./conditioner";
import type { PosteriorFamily } from "./family";
import { type GaussianHeads, gaussianHeadSpecs, gaussianHeads } from "./gaussianHeads";

/** Added to s, so that a layer begins near the identity (Kingma et al. 2016, §4). */
const OPEN_GATE = 2;

const nameOf = (index: number) => `posterior.iaf.${index}`;

/**
 * Standard normal noise moved by inverse autoregressive layers (Kingma et al. 2016), in turn in one and the other order, then μ + σ times
 * it: the layers bend at the scale of q, however narrow q is.
 */
export const iaf: PosteriorFamily<{ kind: "iaf"; layers: number; hidden: number }> = {
  parameters: ({ layers, hidden }, sizes) => [
    ...gaussianHeadSpecs(sizes),
    ...Array.from({ length: layers }, (_, i) => conditionerSpecs(nameOf(i), sizes, hidden)).flat(),
  ],
  noiseShape: (_spec, samples, batch, dim) => [samples, batch, dim],
  posterior({ layers, hidden }, parameters, features, { dim }) {
    const networks = Array.from({ length: layers }, (_, i) => conditioner(parameters, nameOf(i), features, masks(dim, hidden, i)));
    return iafPosterior(gaussianHeads(parameters, features), networks);
  },
};

/**
 * The masks of MADE (Germain et al. 2015). Hidden unit h sees the first (h mod D) dimensions of the order, and the image; the outputs of
 * a dimension see the units that see none but dimensions before it. The first, and so z itself for D = 1, depends on the image alone.
 */
function masks(dim: number, hidden: number, index: number): ConditionerMasks {
  const place = (d: number) => (index % 2 === 0 ? d : dim - 1 - d);
  const sees = (h: number) => h % dim;
  const [dims, units] = [dim, hidden].map((count) => Array.from({ length: count }, (_, i) => i));
  return {
    input: tensor2d(
      dims.flatMap((d) => units.map((h) => Number(place(d) < sees(h)))),
      [dim, hidden],
    ),
    output: tensor2d(
      units.flatMap((h) => dims.map((d) => Number(sees(h) <= place(d)))),
      [hidden, dim],
    ),
  };
}

/** z' = σ z + (1 − σ) m with σ = sigmoid(s + 2), and log|det| = Σ_d log σ_d, where log σ = −softplus(−(s + 2)); equations 13 and 14. */
function iafStep(network: Conditioner, z: Tensor3D): { z: Tensor3D; logDeterminant: Tensor2D } {
  const { shift, scale } = condition(network, z);
  const gate = add(scale, OPEN_GATE);
  const moved = add(shift, mul(sigmoid(gate), sub(z, shift))) as Tensor3D;
  return { z: moved, logDeterminant: neg(sum(softplus(neg(gate)), 2)) as Tensor2D };
}

function iafPosterior({ mean, logVariance }: GaussianHeads, networks: readonly Conditioner[]): Posterior {
  return {
    sample(noise) {
      let z = noise as Tensor3D;
      const logDeterminants = networks.map((network) => {
        const step = iafStep(network, z);
        z = step.z;
        return step.logDeterminant;
      });
      return {
        z: reparameterize(mean, logVariance, z),
        logProb: () => logDeterminants.reduce((logQ, one) => sub(logQ, one), noiseLogProb(noise as Tensor3D, logVariance)),
      };
    },
  };
}
