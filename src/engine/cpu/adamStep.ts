import { ADAM_STEP, type AdamAttributes, adamInputs } from "../operations/adamStep";
import { type ArrayTensor, arrayKernel } from "./arrayKernel";

type OneParameter = ReturnType<typeof adamInputs<ArrayTensor>>[number];

export const adamStepKernel = arrayKernel<Record<string, ArrayTensor>, AdamAttributes>(ADAM_STEP, (inputs, attributes) => {
  const updated = adamInputs(inputs).map((one) => stepOf(one, inputs.gradientScale.values[0], attributes));
  return [...updated.map(([parameter]) => parameter), ...updated.map(([, first]) => first), ...updated.map(([, , second]) => second)];
});

/** One pass; float64 within an element, rounded when it is stored. */
function stepOf({ parameter, gradient, first, second }: OneParameter, scale: number, attributes: AdamAttributes): ArrayTensor[] {
  const { beta1, beta2, epsilon, stepSize, secondCorrection } = attributes;
  const size = parameter.values.length;
  const newParameter = new Float32Array(size);
  const newFirst = new Float32Array(size);
  const newSecond = new Float32Array(size);
  const inverseCorrection = 1 / secondCorrection;
  for (let i = 0; i < size; i++) {
    const g = gradient.values[i] * scale;
    const m = first.values[i] + (1 - beta1) * (g - first.values[i]);
    const v = beta2 * second.values[i] + (1 - beta2) * g * g;
    newFirst[i] = m;
    newSecond[i] = v;
    newParameter[i] = parameter.values[i] - (stepSize * m) / (Math.sqrt(v) * inverseCorrection + epsilon);
  }
  return [newParameter, newFirst, newSecond].map((values) => ({ shape: parameter.shape, values }));
}
