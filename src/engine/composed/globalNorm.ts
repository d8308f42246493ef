import { addN, sqrt, square, sum } from "@tensorflow/tfjs-core";
import { GLOBAL_NORM } from "../operations/globalNorm";
import { composedKernel } from "./composedKernel";

export const globalNormKernel = composedKernel<string>(GLOBAL_NORM, (gradients) =>
  sqrt(addN(Object.values(gradients).map((gradient) => sum(square(gradient))))),
);
