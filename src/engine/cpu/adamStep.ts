import { ADAM_STEP, type AdamAttributes } from "../operations/adamStep";
import { type ArrayTensor, arrayKernel } from "./arrayKernel";

type Inputs = Record<"parameter" | "gradient" | "first" | "second" | "gradientScale", ArrayTensor>;

/** One pass; float64 within an element, rounded when it is stored. */
export const adamStepKernel = arrayKernel<Inputs, AdamAttributes>(ADAM_STEP, (inputs, attributes) => {
  const { beta1, beta2, epsilon, stepSize, secondCorrection } = attributes;
  const [parameter, gradient, first, second] = [inputs.parameter, inputs.gradient, inputs.first, inputs.second].map(({ values }) => values);
  const scale = inputs.gradientScale.values[0];
  const newParameter = new Float32Array(parameter.length);
  const newFirst = new Float32Array(parameter.length);
  const newSecond = new Float32Array(parameter.length);
  const inverseCorrection = 1 / secondCorrection;
  for (let i = 0; i < newParameter.length; i++) {
    const g = gradient[i] * scale;
    const m = first[i] + (1 - beta1) * (g - first[i]);
    const v = beta2 * second[i] + (1 - beta2) * g * g;
    newFirst[i] = m;
    newSecond[i] = v;
    newParameter[i] = parameter[i] - (stepSize * m) / (Math.sqrt(v) * inverseCorrection + epsilon);
  }
  const { shape } = inputs.parameter;
  return [newParameter, newFirst, newSecond].map((values) => ({ shape, values }));
});
