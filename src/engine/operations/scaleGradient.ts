import { clone, customGrad, mul, type Tensor } from "@tensorflow/tfjs-core";

/**
 * x unchanged; the gradient that comes back through it is multiplied by `factor()`, which is asked for only then, so that it may depend
 * on what was computed from x. The factor broadcasts against x and is constant to differentiation; an
 * operation of the forward pass must have saved it, or its memory is given up before it is asked for.
 */
export function scaleGradient<T extends Tensor>(x: T, factor: () => Tensor): T {
  const identity = customGrad((input) => ({
    value: clone(input as Tensor),
    gradFunc: (dy: Tensor) => mul(dy, factor()),
  }));
  return identity(x) as T;
}
