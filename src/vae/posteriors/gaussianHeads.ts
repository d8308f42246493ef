import type { Tensor, Tensor2D } from "@tensorflow/tfjs-core";
import { clampPassing } from "../../engine/operations/clampPassing";
import { denseSpecs, layer } from "../layers";
import type { ParameterSpec, Parameters } from "../parameters";
import type { FamilySizes } from "./family";

/** The log-variance is kept in [−15, 15], so that σ² and its inverse stay far from the limits of float32. */
const LOG_VARIANCE_LIMIT = 15;

export interface GaussianHeads {
  /** [B, dim]. */
  mean: Tensor2D;
  logVariance: Tensor2D;
}

/** `encoder.mean` and `encoder.logvar`: the heads that every family but the mixture begins with. */
export function gaussianHeadSpecs({ features, dim }: FamilySizes): ParameterSpec[] {
  return [...denseSpecs("encoder.mean", features, dim), ...denseSpecs("encoder.logvar", features, dim)];
}

export function gaussianHeads(parameters: Parameters, features: Tensor2D): GaussianHeads {
  return {
    mean: layer(parameters, "encoder.mean", features, "linear"),
    logVariance: clampLogVariance(layer(parameters, "encoder.logvar", features, "linear")),
  };
}

/** Limited to [−15, 15], with no gradient outside. */
export function clampLogVariance<T extends Tensor>(logVariance: T): T {
  return clampPassing(logVariance, -LOG_VARIANCE_LIMIT, LOG_VARIANCE_LIMIT);
}
