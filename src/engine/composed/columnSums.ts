import { sum } from "@tensorflow/tfjs-core";
import { COLUMN_SUMS } from "../operations/columnSums";
import { composedKernel } from "./composedKernel";

export const columnSumsKernel = composedKernel<"x">(COLUMN_SUMS, ({ x }) => sum(x, 0));
