import { GLOBAL_NORM } from "../operations/globalNorm";
import { type ArrayTensor, arrayKernel } from "./arrayKernel";

export const globalNormKernel = arrayKernel<Record<string, ArrayTensor>>(GLOBAL_NORM, (gradients) => {
  let sum = 0;
  for (const { values } of Object.values(gradients)) sum += sumOfSquares(values);
  return { shape: [], values: Float32Array.of(Math.sqrt(sum)) };
});

function sumOfSquares(values: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] * values[i];
  return sum;
}
