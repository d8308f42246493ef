import { COLUMN_SUMS } from "../operations/columnSums";
import { type ArrayTensor, arrayKernel } from "./arrayKernel";

/** Sums are kept in float64 and rounded once. */
export const columnSumsKernel = arrayKernel<{ x: ArrayTensor }>(COLUMN_SUMS, ({ x: { shape, values: x } }) => {
  const width = shape[1];
  const sums = new Float64Array(width);
  for (let start = 0; start < x.length; start += width) {
    for (let j = 0; j < width; j++) sums[j] += x[start + j];
  }
  return { shape: [width], values: Float32Array.from(sums) };
});
