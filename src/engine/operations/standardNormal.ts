import { engine, type Tensor } from "@tensorflow/tfjs-core";

/** Kernel: no inputs; attributes `StandardNormalAttributes`. */
export const STANDARD_NORMAL = "StandardNormal";

export type StandardNormalAttributes = { shape: number[] } & Record<"step" | "streamId" | "first", number>;

/**
 * Independent N(0, 1), the same on every engine to 1e-6: `normals` of numeric/random.ts at element indices `first`, `first` + 1, … in
 * row-major order. Data, not differentiable.
 */
export function standardNormal(shape: number[], step: number, streamId: number, first = 0): Tensor {
  const attributes: StandardNormalAttributes = { shape, step, streamId, first };
  return engine().runKernel<Tensor>(STANDARD_NORMAL, {}, attributes);
}
