import type { TensorInfo } from "@tensorflow/tfjs-core";
import { chosen, type Expression } from "./expression";
import { layoutOf } from "./layout";
import type { DataId, LazyBackend } from "./lazyBackend";

/**
 * Vectors that lie in the texture of a matrix with as many columns, in a texel row below its last: a dense layer's bias below its weights, so
 * that one draw computes both.
 */
export interface Stacks {
  /** The vector below a matrix that was drawn with one. It is read from there; who asks for a texture of it gets a copy. */
  below(matrix: TensorInfo): TensorInfo;
  /** True of the vector that lies below that matrix. */
  isBelow(vector: TensorInfo, matrix: TensorInfo): boolean;
  /** Gives up a copy of the vector that was made since. */
  dropCopy(vector: TensorInfo, matrix: TensorInfo): void;
}

const rowText: Expression["glsl"] = ({ operands: [matrix], int }) => `${matrix}(ivec2(place.x, ${int(0)}))`;

const rowBelow = (matrix: TensorInfo): Expression => ({
  key: "row below",
  operands: [chosen(matrix)],
  ints: [layoutOf(matrix.shape).height],
  glsl: rowText,
});

function neverWrapped(): never {
  throw new Error("a matrix with a vector below it lies in its texture in another way than it was drawn");
}

export function createStacks(backend: LazyBackend): Stacks {
  const matrices = new WeakMap<DataId, DataId>();
  return {
    below(matrix) {
      const vector = backend.defer([matrix.shape[1]], rowBelow(matrix), [], neverWrapped);
      matrices.set(vector.dataId, matrix.dataId);
      return vector;
    },
    isBelow: (vector, matrix) => matrices.get(vector.dataId) === matrix.dataId,
    dropCopy(vector, matrix) {
      if (!backend.isPending(vector)) backend.deferAgain(vector, rowBelow(matrix), [], neverWrapped);
    },
  };
}
