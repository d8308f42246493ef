import { exp, expandDims, mul, square, sub, sum, type Tensor2D, type Tensor3D } from "@tensorflow/tfjs-core";
import type { Draws } from "../vae/posterior";

/** Mean and variance of z over the draws of K samples, each [B, latents]. */
export function drawMoments({ z, logShare }: Pick<Draws, "z" | "logShare">, samples: number): { mean: Tensor2D; variance: Tensor2D } {
  const average = (values: Tensor3D): Tensor2D => {
    const shared = logShare === undefined ? values : mul(expandDims(exp(logShare), 2), values);
    return mul(sum(shared, 0), 1 / samples);
  };
  const mean = average(z);
  return { mean, variance: average(square(sub(z, mean)) as Tensor3D) };
}
