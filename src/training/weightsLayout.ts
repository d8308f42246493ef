import type { ParameterSpec } from "../vae/parameters";

/**
 * Where a file differs from memory: every parameter has its axes in the opposite order there, with the two of a convolution's kernel, or the
 * pixels of a flattened map, as one. So [in, out] is PyTorch's [out, in], the kernel [h, w, in, out] its [out, in, h, w] (a transposed one
 * [h, w, out, in] its [in, out, h, w]), and weights over flattened maps [pixels·channels, out] its [out, channels·pixels], as nn.Flatten has
 * them.
 */

/** The axes that a file has in the opposite order. */
function axesOf({ shape, axes }: ParameterSpec): number[] {
  if (axes !== undefined) return axes;
  if (shape.length !== 4) return shape;
  const [height, width, ...channels] = shape;
  return [height * width, ...channels];
}

/** The shape of a parameter in a file. */
export function fileShape({ shape }: ParameterSpec): number[] {
  if (shape.length !== 4) return [...shape].reverse();
  const [height, width, ...channels] = shape;
  return [...channels.reverse(), height, width];
}

/** A parameter's values in the order of the file. */
export function toFileOrder(values: Float32Array, spec: ParameterSpec): Float32Array {
  return reversed(values, axesOf(spec));
}

/** A file's values in the order of memory. */
export function fromFileOrder(values: Float32Array, spec: ParameterSpec): Float32Array {
  return reversed(values, [...axesOf(spec)].reverse());
}

/** Values of the given shape with their axes in the opposite order. */
function reversed(values: Float32Array, shape: readonly number[]): Float32Array {
  const out = new Float32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    let rest = i;
    let at = 0;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      at = at * shape[axis] + (rest % shape[axis]);
      rest = Math.floor(rest / shape[axis]);
    }
    out[at] = values[i];
  }
  return out;
}
