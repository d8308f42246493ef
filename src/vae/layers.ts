import type { Tensor1D, Tensor2D } from "@tensorflow/tfjs-core";
import { type ActivationName, dense } from "../engine/operations/dense";
import type { ParameterSpec, Parameters } from "./parameters";

/** The parameters `<name>.weight`, [in, out], and `<name>.bias`, [out], of a dense layer. */
export function denseSpecs(name: string, fanIn: number, fanOut: number): ParameterSpec[] {
  return [
    { name: `${name}.weight`, shape: [fanIn, fanOut], fanIn, fanOut },
    { name: `${name}.bias`, shape: [fanOut], fanIn, fanOut },
  ];
}

/** Dense layers `<name>.0`, `<name>.1`, … of the given widths. */
export function stackSpecs(name: string, input: number, widths: readonly number[]): ParameterSpec[] {
  return widths.flatMap((width, i) => denseSpecs(`${name}.${i}`, i === 0 ? input : widths[i - 1], width));
}

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
