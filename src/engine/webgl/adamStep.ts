import { add, div, mul, sqrt, square, sub } from "@tensorflow/tfjs-core";
import { ADAM_STEP, type AdamAttributes } from "../operations/adamStep";
import { composedKernel } from "./composedKernel";

export const adamStepKernel = composedKernel<"parameter" | "gradient" | "first" | "second" | "gradientScale", AdamAttributes>(
  ADAM_STEP,
  ({ parameter, gradient, first, second, gradientScale }, { beta1, beta2, epsilon, stepSize, secondCorrection }) => {
    const g = mul(gradient, gradientScale);
    const m = add(mul(first, beta1), mul(g, 1 - beta1));
    const v = add(mul(second, beta2), mul(square(g), 1 - beta2));
    const step = div(mul(m, stepSize), add(mul(sqrt(v), 1 / secondCorrection), epsilon));
    return [sub(parameter, step), m, v];
  },
);
