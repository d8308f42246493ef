import { clipByValue, greaterEqual, lessEqual, logicalAnd, where, zerosLike } from "@tensorflow/tfjs-core";
import { CLAMP_PASSING, CLAMP_PASSING_GRADIENT, type ClampAttributes } from "../operations/clampPassing";
import { composedKernel } from "./composedKernel";

export const clampPassingKernel = composedKernel<"x", ClampAttributes>(CLAMP_PASSING, ({ x }, { low, high }) => clipByValue(x, low, high));

export const clampPassingGradientKernel = composedKernel<"dy" | "x", ClampAttributes>(CLAMP_PASSING_GRADIENT, ({ dy, x }, { low, high }) =>
  where(logicalAnd(greaterEqual(x, low), lessEqual(x, high)), dy, zerosLike(dy)),
);
