import { stepScalarKernel as composed } from "../../composed/stepScalar";
import type { StepScalarAttributes } from "../../operations/stepScalar";
import { computedBy, webglKernel } from "../webglKernel";

const SHADER = { key: "number", inputs: [], body: "void main() { out0 = vec4(floats[0], 0, 0, 0); }" };

/** On the card only where a program asks for a texture: those that calculate with it take it as a number. */
export const stepScalarKernel = webglKernel<never, StepScalarAttributes>(composed, (backend, _, { name, value }) =>
  backend.defer([], {
    kind: "stepScalar",
    inputs: [],
    attributes: { name, value },
    compute: () =>
      computedBy(
        backend.compute({ shader: SHADER, inputs: [], shape: [], floats: [value], varying: [{ list: "floats", index: 0, name }] }),
      ),
  }),
);
