import { type Tensor, tensor } from "@tensorflow/tfjs-core";
import type { Initializer } from "../experiment/experiment";
import { stream, uniformAt } from "../numeric/random";

/**
 * One weight or bias of the model. Here a dense weight is [in, out] and a kernel of a convolution [height, width, in, out]; files have
 * PyTorch's layout: see `training/weightsLayout.ts`.
 */
export interface ParameterSpec {
  name: string;
  shape: number[];
  fanIn: number;
  fanOut: number;
  /** The shape with a flattened map as its pixels and channels, [pixels, channels, out] or [in, pixels, channels], where it holds one. */
  axes?: number[];
  /** Starts from this number, whatever the initializer. */
  start?: number;
}

/** Pixels of an image, 28 × 28. */
export const PIXELS = 784;

/** The model's weights by name. */
export type Parameters = Record<string, Tensor>;

/** Half the width of the uniform distribution that a parameter starts from; 0 for a Glorot bias. */
function bound(spec: ParameterSpec, initializer: Initializer): number {
  if (spec.start !== undefined) return 0;
  switch (initializer) {
    case "glorot":
      return spec.shape.length > 1 ? Math.sqrt(6 / (spec.fanIn + spec.fanOut)) : 0;
    case "fanIn":
      return 1 / Math.sqrt(spec.fanIn);
    default:
      throw new Error(`unknown initializer ${initializer satisfies never}`);
  }
}

/** Starting values, one array a parameter. Element indices run over all parameters in order, stream `init`, step word 0. */
export function initialValues(specs: readonly ParameterSpec[], initializer: Initializer, seed: number): Float32Array[] {
  const streamId = stream(seed, "init");
  let index = 0;
  return specs.map((spec) => {
    const half = bound(spec, initializer);
    const start = spec.start ?? 0;
    const values = new Float32Array(spec.shape.reduce((product, n) => product * n, 1));
    for (let i = 0; i < values.length; i++) values[i] = start + half * (2 * uniformAt(index + i, 0, streamId) - 1);
    index += values.length;
    return values;
  });
}

/** Tensors of the given values, in the specs' order; the caller owns them. */
export function toTensors(specs: readonly ParameterSpec[], values: readonly Float32Array[]): Tensor[] {
  return specs.map((spec, i) => tensor(values[i], spec.shape, "float32"));
}

/** The tensors by the specs' names. */
export function named(specs: readonly ParameterSpec[], tensors: readonly Tensor[]): Parameters {
  return Object.fromEntries(specs.map((spec, i) => [spec.name, tensors[i]]));
}
