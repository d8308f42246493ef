import { add, mul, type Tensor } from "@tensorflow/tfjs-core";

/** Σ_i c_i tⁱ of at least two coefficients, elementwise, by Horner's rule. */
export function polynomial(coefficients: readonly number[], t: Tensor): Tensor {
  const [first, second, ...rest] = [...coefficients].reverse();
  return rest.reduce((value: Tensor, coefficient) => add(mul(value, t), coefficient), add(mul(t, first), second));
}
