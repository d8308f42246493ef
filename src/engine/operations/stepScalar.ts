import { engine, type Scalar } from "@tensorflow/tfjs-core";

/** Kernel: no inputs; attributes `StepScalarAttributes`. */
export const STEP_SCALAR = "StepScalar";

/**
 * The numbers that differ from one training step to the next, everything else being the same: the step, where its minibatch begins in the
 * order of the images, Adam's `stepSize` and 1 / `secondCorrection`, β, the correction of the moving average, and (1 or 0) whether metrics go on
 * from earlier ones. An engine that plays a step from a record puts them in anew.
 */
export type StepValues = Record<
  "step" | "offset" | "stepSize" | "inverseSecondCorrection" | "beta" | "baselineCorrection" | "carry",
  number
>;

export type StepValueName = keyof StepValues;

export type StepScalarAttributes = { name: StepValueName; value: number };

/** A number that differs between steps, as a tensor: one that a record of the step does not take for a constant. */
export function stepScalar(name: StepValueName, value: number): Scalar {
  return engine().runKernel<Scalar>(STEP_SCALAR, {}, { name, value });
}
