import { tensor, util } from "@tensorflow/tfjs-core";
import { normals } from "../../numeric/random";
import { STANDARD_NORMAL, type StandardNormalAttributes } from "../operations/standardNormal";
import { composedKernel } from "./composedKernel";

/** Drawn on the processor: a GPU's logarithm and cosine differ from one to the next. */
export const standardNormalKernel = composedKernel<never, StandardNormalAttributes>(
  STANDARD_NORMAL,
  (_, { shape, step, streamId, first }) => tensor(normals(util.sizeFromShape(shape), step, streamId, first), shape),
);
