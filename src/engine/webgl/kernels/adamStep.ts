import type { TensorInfo } from "@tensorflow/tfjs-core";
import { adamStepKernel as composed } from "../../composed/adamStep";
import { type AdamAttributes, adamInputs } from "../../operations/adamStep";
import { type Expression, here, type Names, repeated } from "../expression";
import { webglKernel } from "../webglKernel";

/** floats: β₁, 1 − β₁, β₂, 1 − β₂ (in float64 first), ε, stepSize, 1 / secondCorrection. */
const numbersOf = ({ beta1, beta2, epsilon, stepSize, secondCorrection }: AdamAttributes): number[] => [
  beta1,
  1 - beta1,
  beta2,
  1 - beta2,
  epsilon,
  stepSize,
  1 / secondCorrection,
];

const VARYING = [
  { list: "floats", index: 5, name: "stepSize" },
  { list: "floats", index: 6, name: "inverseSecondCorrection" },
] as const;

const update = ({ operands: [gradient, parameter, first, second, scale], float }: Names): string => `
  vec4 g = ${gradient} * ${scale}(ivec2(0)).rrrr;
  vec4 m = ${float(0)} * ${first} + ${float(1)} * g;
  vec4 v = ${float(2)} * ${second} + ${float(3)} * g * g;
  out0 = ${parameter} - ${float(5)} * m / (sqrt(v) * ${float(6)} + ${float(4)});
  out1 = m;
  out2 = v;`;

/** One draw a parameter: it, m and v at once, and within it the gradient, where that is still to be computed. */
export const adamStepKernel = webglKernel<string, AdamAttributes>(composed, (backend, inputs, attributes) => {
  const floats = numbersOf(attributes);
  const updated: TensorInfo[][] = [];
  for (const { gradient, parameter, first, second } of adamInputs(inputs)) {
    const operands = [here(gradient), here(parameter), here(first), here(second), repeated(inputs.gradientScale)];
    const expression: Expression = { key: "adam", operands, floats, varying: VARYING, glsl: update };
    const outputs = backend.compute(expression, [parameter.shape, parameter.shape, parameter.shape]);
    if (outputs === null) {
      for (const { dataId } of updated.flat()) backend.disposeData(dataId);
      return null;
    }
    updated.push(outputs);
  }
  return [0, 1, 2].flatMap((which) => updated.map((outputs) => outputs[which]));
});
