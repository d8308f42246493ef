import { columnSumsKernel as composed } from "../../composed/columnSums";
import { COLUMN_SUM, innerAxis } from "../glsl/product";
import type { Pending } from "../lazyBackend";
import type { Shader } from "../shader";
import { settledFirst, webglKernel } from "../webglKernel";

/** Column sums with something done to each texel of them. */
export function pendingColumnSums(pending: Pending | undefined, then: Pick<Shader, "key" | "inputs" | "body">) {
  if (pending?.kind !== "columnSums") return null;
  const [x] = pending.inputs;
  const shader = { key: `column sums ${then.key}`, inputs: ["x", ...then.inputs], body: `${COLUMN_SUM}\n${then.body}` };
  return { shader, inputs: [x], ints: innerAxis(x.shape[0]) };
}

const PLAIN = { key: "", inputs: [], body: "void main() { out0 = columnSumAt(); }" };

/** Σ over the rows, computed when it is asked for: Adam takes it into its own program. */
export const columnSumsKernel = webglKernel<"x">(composed, (backend, { x }) => {
  const [rows, columns] = x.shape;
  if (rows * columns === 0) return null;
  const shape = [columns];
  const pending: Pending = {
    kind: "columnSums",
    inputs: [x],
    attributes: {},
    compute: () => {
      const draw = pendingColumnSums(pending, PLAIN);
      const computed = draw && backend.compute({ ...draw, shape });
      if (computed) return computed;
      const summed = settledFirst(composed.kernelFunc)({ inputs: { x }, backend, attrs: undefined });
      return Array.isArray(summed) ? summed[0] : summed;
    },
  };
  return backend.defer(shape, pending);
});
