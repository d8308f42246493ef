import {
  add,
  conv2d,
  conv2dTranspose,
  elu,
  relu,
  reshape,
  softplus,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor4D,
  tanh,
} from "@tensorflow/tfjs-core";
import { gelu } from "../../engine/operations/gelu";
import type { Activation } from "../../experiment/experiment";
import type { ParameterSpec, Parameters } from "../parameters";

/** Kernels are 3 × 3, with stride 2 and one pixel of zeros around: n × n → ⌈n/2⌉ × ⌈n/2⌉. */
const KERNEL = 3;
const STRIDE = 2;
const PADDING = 1;

/** Sides of the maps after 0, 1, … convolutions: 28, 14, 7, 4, 2, 1. */
export function mapSides(side: number, layers: number): number[] {
  return Array.from({ length: layers + 1 }, (_, i) => Math.ceil(side / STRIDE ** i));
}

/** `<name>.weight`, [3, 3, in, out], and `<name>.bias`, [out], of a convolution. */
export function convolutionSpecs(name: string, input: number, output: number): ParameterSpec[] {
  return kernelSpecs(name, [input, output], input, output);
}

/**
 * `<name>.weight`, [3, 3, out, in], and `<name>.bias`, [out], of a transposed convolution. Its fans are PyTorch's, which reads the fan in
 * off the kernel's second axis in files, the outputs.
 */
export function transposedConvolutionSpecs(name: string, input: number, output: number): ParameterSpec[] {
  return kernelSpecs(name, [output, input], output, input, output);
}

function kernelSpecs(name: string, channels: [number, number], from: number, to: number, biases = to): ParameterSpec[] {
  const area = KERNEL * KERNEL;
  const fans = { fanIn: area * from, fanOut: area * to };
  return [
    { name: `${name}.weight`, shape: [KERNEL, KERNEL, ...channels], ...fans },
    { name: `${name}.bias`, shape: [biases], ...fans },
  ];
}

/** activation(x ∗ W + b), [n, side, side, in] → [n, ⌈side/2⌉, ⌈side/2⌉, out]. */
export function convolution(parameters: Parameters, name: string, x: Tensor4D, activation: Activation): Tensor4D {
  const maps = conv2d(x, parameters[`${name}.weight`] as Tensor4D, STRIDE, PADDING);
  return activated(add(maps, parameters[`${name}.bias`] as Tensor1D), activation);
}

/** The transpose of that convolution, plus b: [n, ⌈side/2⌉, ⌈side/2⌉, in] → [n, side, side, out]. */
export function transposedConvolution(parameters: Parameters, name: string, x: Tensor4D, side: number): Tensor4D {
  const weight = parameters[`${name}.weight`] as Tensor4D;
  const maps = conv2dTranspose(x, weight, [x.shape[0], side, side, weight.shape[2]], STRIDE, PADDING);
  return add(maps, parameters[`${name}.bias`] as Tensor1D);
}

/** Pixel by pixel, the channels of each together: [n, side, side, channels] → [n, side·side·channels]. */
export function flattened(maps: Tensor4D): Tensor2D {
  return reshape(maps, [maps.shape[0], maps.size / maps.shape[0]]);
}

export function activated<T extends Tensor>(x: T, activation: Activation): T {
  switch (activation) {
    case "relu":
      return relu(x);
    case "tanh":
      return tanh(x);
    case "elu":
      return elu(x);
    case "softplus":
      return softplus(x);
    case "gelu":
      return gelu(x);
    default:
      throw new Error(`unknown activation ${activation satisfies never}`);
  }
}
