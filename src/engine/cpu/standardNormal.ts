import { normals } from "../../numeric/random";
import { STANDARD_NORMAL, type StandardNormalAttributes } from "../operations/standardNormal";
import { type ArrayTensor, arrayKernel } from "./arrayKernel";

export const standardNormalKernel = arrayKernel<Record<string, ArrayTensor>, StandardNormalAttributes>(
  STANDARD_NORMAL,
  (_, { shape, step, streamId, first }) => ({
    shape,
    values: normals(
      shape.reduce((product, n) => product * n, 1),
      step,
      streamId,
      first,
    ),
  }),
);
