import { add, reshape, stack, sub, type Tensor1D, type Tensor2D, type Tensor3D } from "@tensorflow/tfjs-core";
import type { Model } from "../vae/model";
import type { DensityOptions, Draws, Posterior } from "../vae/posterior";
import { densityAt } from "../vae/posterior";
import { meanOverDraws } from "./logWeights";
import type { KlColumns } from "./objectiveValue";

/** log q and log p of the same draws, by the layers of a hierarchy or as one, each [S, B]. */
export interface LogDensities {
  posterior: Tensor2D[];
  prior: Tensor2D[];
}

/** log q with q's parameters and the draws as they are. */
export function ownLogProb(draws: Draws): Tensor2D[] {
  return draws.logProbLayers?.() ?? [draws.logProb()];
}

/** log q at z, whatever z was made of. @throws Error for a family that has no density there. */
export function logProbAt(posterior: Posterior, z: Tensor3D, options: DensityOptions): Tensor2D[] {
  return posterior.logProbLayers?.(z, options) ?? [densityAt(posterior, z, options)];
}

export function logPrior(model: Model, z: Tensor3D): Tensor2D[] {
  return model.logPriorLayers?.(z) ?? [model.logPrior(z)];
}

export function total(layers: Tensor2D[]): Tensor2D {
  return layers.reduce((sum, layer) => add(sum, layer));
}

/** The Monte Carlo KL of each image, the mean over draws of log q − log p, in one column a layer: [B, layers]. */
export function monteCarloKl(
  { posterior, prior }: LogDensities,
  draws: Pick<Draws, "logShare">,
  samples: number,
): { kl: Tensor2D; klColumns: KlColumns } {
  const columns = posterior.map((layer, i) => meanOverDraws(sub(layer, prior[i]), draws, samples));
  if (columns.length === 1) return { kl: asColumn(columns[0]), klColumns: "total" };
  return { kl: stack(columns, 1) as Tensor2D, klColumns: "layers" };
}

function asColumn(values: Tensor1D): Tensor2D {
  return reshape(values, [values.size, 1]);
}
