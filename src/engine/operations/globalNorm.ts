import { engine, type NamedTensorMap, type Scalar, type Tensor } from "@tensorflow/tfjs-core";

/** Kernel: any number of inputs, under any names. */
export const GLOBAL_NORM = "GlobalNorm";

/** √(Σ g²) over all elements of all gradients. On the CPU engines the sum is kept in float64. Not differentiable. */
export function globalNorm(gradients: Tensor[]): Scalar {
  const inputs: NamedTensorMap = Object.fromEntries(gradients.map((gradient, i) => [`gradient${i}`, gradient]));
  return engine().runKernel<Scalar>(GLOBAL_NORM, inputs);
}
