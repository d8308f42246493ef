import { standardNormalKernel as composed } from "../../composed/standardNormal";
import type { StandardNormalAttributes } from "../../operations/standardNormal";
import { RANDOM } from "../glsl/mathematics";
import { layoutOf } from "../layout";
import type { Pending } from "../lazyBackend";
import { settledFirst, webglKernel } from "../webglKernel";

/**
 * GLSL. The four numbers of the texel at `place`: element indices from `ints[2]` on, rows by rows of matrices of `ints[6]` × `ints[5]`, which
 * take `ints[0]` texel rows each; step `ints[3]`, stream `ints[4]`.
 */
export const NOISE_AT = `${RANDOM}
vec4 noiseAt(ivec2 place) {
  int row = (place.y / ints[0]) * ints[6] + 2 * (place.y % ints[0]);
  uint first = uint(ints[2] + row * ints[5] + 2 * place.x), below = first + uint(ints[5]);
  uint step = uint(ints[3]), stream = uint(ints[4]);
  return vec4(
    normalAt(first, step, stream), normalAt(first + 1u, step, stream), normalAt(below, step, stream), normalAt(below + 1u, step, stream)
  );
}`;

/** `ints[2]` … `ints[6]` of noise of this shape. */
export function noiseNumbers({ attributes }: Pending, shape: readonly number[]): number[] {
  const { rows, columns } = layoutOf(shape);
  const { first, step, streamId } = attributes as Record<string, number>;
  return [first | 0, step | 0, streamId | 0, columns, rows];
}

/** Of those numbers the step. */
export const NOISE_VARYING = [{ list: "ints", index: 3, name: "step" }] as const;

const SHADER = { key: "noise", inputs: [], body: `${NOISE_AT}\nvoid main() { out0 = noiseAt(at); }` };

/** Drawn when it is asked for: reparameterisation and its gradient draw it within their own programs. */
export const standardNormalKernel = webglKernel<never, StandardNormalAttributes>(composed, (backend, _, attributes) => {
  const { shape, step, streamId, first } = attributes;
  if (shape.some((n) => n === 0)) return null;
  const pending: Pending = {
    kind: "noise",
    inputs: [],
    attributes: { step, streamId, first },
    compute: () => {
      const ints = [layoutOf(shape).texelRows, 0, ...noiseNumbers(pending, shape)];
      const drawn = backend.compute({ shader: SHADER, inputs: [], shape, ints, varying: NOISE_VARYING });
      if (drawn) return drawn;
      backend.isSpoiled = true;
      const composedNoise = settledFirst(composed.kernelFunc)({ inputs: {}, backend, attrs: attributes });
      return Array.isArray(composedNoise) ? composedNoise[0] : composedNoise;
    },
  };
  return backend.defer(shape, pending);
});
