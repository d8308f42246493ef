import { columnSumsKernel as composed } from "../../composed/columnSums";
import { lazyKernel } from "../webglKernel";
import { rowSumExpression } from "./reduction";

/** Σ over the rows of a matrix, within Adam's program however many they are: each fragment makes as long a sum there for the weights. */
export const columnSumsKernel = lazyKernel<"x">(composed, (_, { x }) => ({ ...rowSumExpression(x, 1), isApart: false }));
