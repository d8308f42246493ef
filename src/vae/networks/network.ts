import type { Tensor2D } from "@tensorflow/tfjs-core";
import type { Activation, Initializer } from "../../experiment/experiment";
import type { ParameterSpec, Parameters } from "../parameters";

/** How a kind of network reads the widths of an experiment. */
export interface NetworkSettings {
  encoder: readonly number[];
  decoder: readonly number[];
  activation: Activation;
  initializer: Initializer;
}

/** A kind of encoder and decoder, up to the heads of q(z|x). */
export interface Network {
  /**
   * Parameters of the hidden layers `encoder.0`, `encoder.1`, …, and the number of features they end in; `channels` of them to each pixel where
   * they are a flattened map.
   */
  encoderSpecs(settings: NetworkSettings): { specs: ParameterSpec[]; features: number; channels?: number };
  /** x [B, 784] → features [B, features]. */
  encode(settings: NetworkSettings, parameters: Parameters, x: Tensor2D): Tensor2D;
  /** Parameters of `decoder.0`, …, `decoder.out`. */
  decoderSpecs(settings: NetworkSettings, dim: number): ParameterSpec[];
  /** z [n, dim] → the logits of p(x|z), [n, 784]. */
  decode(settings: NetworkSettings, parameters: Parameters, z: Tensor2D): Tensor2D;
}
