import { columnSumsKernel as composed } from "../../composed/columnSums";
import { once } from "../expression";
import { columnSumFunction, innerAxis } from "../glsl/product";
import { lazyKernel } from "../webglKernel";

/** Σ over the rows of a matrix. */
export const columnSumsKernel = lazyKernel<"x">(composed, (_, { x }) => ({
  key: "column sums",
  shape: [x.shape[1]],
  operands: [once(x, Math.ceil(x.shape[0] / 2))],
  ints: innerAxis(x.shape[0]),
  glsl: (names) => ({ functions: columnSumFunction(names), value: `${names.own}(place)` }),
}));
