import { standardNormalKernel as composed } from "../../composed/standardNormal";
import type { StandardNormalAttributes } from "../../operations/standardNormal";
import type { Names } from "../expression";
import { layoutOf } from "../layout";
import { type Kernel, lazyKernel } from "../webglKernel";

/**
 * GLSL. The four numbers of the texel at a place: element indices from the first number on, rows by rows of matrices of so many rows and columns,
 * which take so many texel rows each.
 */
const noiseFunction = ({ int, own }: Names): string => `
vec4 ${own}(ivec2 place) {
  int row = (place.y / ${int(5)}) * ${int(4)} + 2 * (place.y % ${int(5)});
  uint first = uint(${int(0)} + row * ${int(3)} + 2 * place.x), below = first + uint(${int(3)});
  uint step = uint(${int(1)}), stream = uint(${int(2)});
  return vec4(
    normalAt(first, step, stream), normalAt(first + 1u, step, stream), normalAt(below, step, stream), normalAt(below + 1u, step, stream)
  );
}
`;

/** What it takes to draw a texel of it, in reads of one. */
const EFFORT = 4;

/** Numbers that the processor draws: a record of the step would keep those of this one. */
const drawnAtTheProcessor: Kernel = {
  kernelName: composed.kernelName,
  kernelFunc: (given) => {
    Object.assign(given.backend, { isSpoiled: true });
    return composed.kernelFunc(given);
  },
};

/** Drawn where it is read: by reparameterisation and its gradient, within their own programs. */
export const standardNormalKernel = lazyKernel<never, StandardNormalAttributes>(
  drawnAtTheProcessor,
  (_, _inputs, { shape, step, streamId, first }) => {
    const { rows, columns, texelRows } = layoutOf(shape);
    return {
      key: "noise",
      shape,
      operands: [],
      ints: [first | 0, step | 0, streamId | 0, columns, rows, texelRows],
      varying: [{ list: "ints", index: 1, name: "step" }],
      effort: EFFORT,
      glsl: (names) => ({ functions: noiseFunction(names), value: `${names.own}(place)` }),
    };
  },
);
