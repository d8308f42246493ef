import { div, mul, ones, reshape } from "@tensorflow/tfjs-core";
import { SPREAD, type SpreadAttributes } from "../operations/spread";
import { composedKernel } from "./composedKernel";

export const spreadKernel = composedKernel<"dy", SpreadAttributes>(SPREAD, ({ dy }, { shape, axes, divisor }) => {
  const kept = shape.map((n, axis) => (axes.includes(axis) ? 1 : n));
  const repeated = mul(reshape(dy, kept), ones(shape));
  return divisor === 1 ? repeated : div(repeated, divisor);
});
