import type { Tensor1D, Tensor2D } from "@tensorflow/tfjs-core";
import { type ActivationName, dense } from "../engine/operations/dense";
import type { Parameters } from "./parameters";

/** activation(x W + b) with the parameters `<name>.weight` and `<name>.bias`; [n, in] → [n, out]. */
export function layer(parameters: Parameters, name: string, x: Tensor2D, activation: ActivationName | "linear"): Tensor2D {
  return dense(x, parameters[`${name}.weight`] as Tensor2D, parameters[`${name}.bias`] as Tensor1D, activation);
}

/** `depth` hidden layers `<name>.0`, `<name>.1`, …; [n, in] → [n, last width], or x itself without any. */
export function hiddenLayers(parameters: Parameters, name: string, x: Tensor2D, depth: number, activation: ActivationName): Tensor2D {
  let hidden = x;
  for (let i = 0; i < depth; i++) hidden = layer(parameters, `${name}.${i}`, hidden, activation);
  return hidden;
}
