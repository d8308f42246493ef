import { engine, type GradConfig, type Tensor } from "@tensorflow/tfjs-core";

/** Kernel: input x; attributes `ClampAttributes`. */
export const CLAMP_PASSING = "ClampPassing";
/** Kernel: inputs dy, x; attributes `ClampAttributes`. dy where low ≤ x ≤ high, 0 elsewhere, and where x is NaN. */
export const CLAMP_PASSING_GRADIENT = "ClampPassingGradient";

export interface ClampAttributes {
  low: number;
  high: number;
}

/** x limited to [low, high], elementwise; the gradient passes where low ≤ x ≤ high and is 0 outside. */
export function clampPassing<T extends Tensor>(x: T, low: number, high: number): T {
  return engine().runKernel<T>(CLAMP_PASSING, { x }, { low, high });
}

export const clampPassingGradient: GradConfig = {
  kernelName: CLAMP_PASSING,
  inputsToSave: ["x"],
  gradFunc: (dy, saved, attributes) => ({
    x: () => engine().runKernel<Tensor>(CLAMP_PASSING_GRADIENT, { dy: dy as Tensor, x: saved[0] }, attributes),
  }),
};
