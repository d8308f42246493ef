import { scalar } from "@tensorflow/tfjs-core";
import { STEP_SCALAR, type StepScalarAttributes } from "../operations/stepScalar";
import { composedKernel } from "./composedKernel";

export const stepScalarKernel = composedKernel<never, StepScalarAttributes>(STEP_SCALAR, (_, { value }) => scalar(value));
