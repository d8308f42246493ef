import { stepScalarKernel as composed } from "../../composed/stepScalar";
import type { StepScalarAttributes } from "../../operations/stepScalar";
import { webglKernel } from "../webglKernel";

const SHADER = { key: "number", inputs: [], body: "void main() { out0 = vec4(floats[0], 0, 0, 0); }" };

/** On the card only where a program asks for a texture: those that calculate with it take it as a number. */
export const stepScalarKernel = webglKernel<never, StepScalarAttributes>(composed, (backend, _, { name, value }) =>
  backend.defer([], {
    kind: "stepScalar",
    inputs: [],
    attributes: { name, value },
    compute() {
      const drawn = backend.compute({
        shader: SHADER,
        inputs: [],
        shape: [],
        floats: [value],
        varying: [{ list: "floats", index: 0, name }],
      });
      if (drawn === null) throw new Error("a texture of one texel could not be drawn to");
      return drawn;
    },
  }),
);
