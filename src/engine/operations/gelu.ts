import { engine, type GradConfig, type Tensor } from "@tensorflow/tfjs-core";

/** Kernel: input x. */
export const GELU = "GeluErf";
/** Kernel: inputs dy, x. */
export const GELU_GRADIENT = "GeluErfGradient";

/** x·Φ(x), elementwise, with the tail exact to float32: gelu(−6) = −5.9195e-9 (Hendrycks & Gimpel, 2016, eq. 2). */
export function gelu<T extends Tensor>(x: T): T {
  return engine().runKernel<T>(GELU, { x });
}

/** d/dx x·Φ(x) = Φ(x) + x·φ(x). */
export const geluGradient: GradConfig = {
  kernelName: GELU,
  inputsToSave: ["x"],
  gradFunc: (dy, saved) => ({ x: () => engine().runKernel<Tensor>(GELU_GRADIENT, { dy: dy as Tensor, x: saved[0] }) }),
};
