import type { Tensor2D } from "@tensorflow/tfjs-core";
import { clampPassing } from "../engine/operations/clampPassing";
import type { Experiment } from "../experiment/experiment";
import { hiddenLayers, layer } from "./multilayerPerceptron";
import type { Parameters } from "./parameters";

/** The log-variance is kept in [−15, 15], so that σ² and its inverse stay far from the limits of float32. */
const LOG_VARIANCE_LIMIT = 15;

/** x → the parameters of q(z|x); [B, 784] → μ and log σ², each [B, dim]. */
export type Encoder = (x: Tensor2D) => { mean: Tensor2D; logVariance: Tensor2D };

export function makeEncoder({ network }: Pick<Experiment, "network">, parameters: Parameters): Encoder {
  return (x) => {
    const hidden = hiddenLayers(parameters, "encoder", x, network.encoder.length, network.activation);
    return {
      mean: layer(parameters, "encoder.mean", hidden, "linear"),
      logVariance: clampPassing(layer(parameters, "encoder.logvar", hidden, "linear"), -LOG_VARIANCE_LIMIT, LOG_VARIANCE_LIMIT),
    };
  };
}
