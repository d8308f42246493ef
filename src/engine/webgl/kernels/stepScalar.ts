import { stepScalarKernel as composed } from "../../composed/stepScalar";
import type { StepScalarAttributes } from "../../operations/stepScalar";
import { lazyKernel } from "../webglKernel";

/** On the card only where somebody asks for a texture: programs take it as a number. */
export const stepScalarKernel = lazyKernel<never, StepScalarAttributes>(composed, (_, _inputs, { name, value }) => ({
  key: "number",
  shape: [],
  operands: [],
  floats: [value],
  varying: [{ list: "floats", index: 0, name }],
  glsl: ({ float }) => `vec4(${float(0)})`,
}));
