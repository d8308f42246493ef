import { add, div, mul, sqrt, square, sub, type Tensor } from "@tensorflow/tfjs-core";
import { ADAM_STEP, type AdamAttributes, adamInputs } from "../operations/adamStep";
import { composedKernel } from "./composedKernel";

export const adamStepKernel = composedKernel<string, AdamAttributes>(ADAM_STEP, (inputs, attributes) => {
  const { beta1, beta2, epsilon, stepSize, secondCorrection } = attributes;
  const updated = adamInputs(inputs).map(({ parameter, gradient, first, second }): [Tensor, Tensor, Tensor] => {
    const g = mul(gradient, inputs.gradientScale);
    const m = add(mul(first, beta1), mul(g, 1 - beta1));
    const v = add(mul(second, beta2), mul(square(g), 1 - beta2));
    const step = div(mul(m, stepSize), add(mul(sqrt(v), 1 / secondCorrection), epsilon));
    return [sub(parameter, step), m, v];
  });
  return [...updated.map(([parameter]) => parameter), ...updated.map(([, first]) => first), ...updated.map(([, , second]) => second)];
});
