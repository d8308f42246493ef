import type { Tensor2D } from "@tensorflow/tfjs-core";
import type { Experiment } from "../experiment/experiment";
import { hiddenLayers, layer } from "./multilayerPerceptron";
import type { Parameters } from "./parameters";

/** z → the logits of p(x|z); [n, dim] → [n, 784]. */
export type Decoder = (z: Tensor2D) => Tensor2D;

export function makeDecoder({ network }: Pick<Experiment, "network">, parameters: Parameters): Decoder {
  return (z) =>
    layer(parameters, "decoder.out", hiddenLayers(parameters, "decoder", z, network.decoder.length, network.activation), "linear");
}
