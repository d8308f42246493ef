import { clipByValue, type Tensor } from "@tensorflow/tfjs-core";

/** x limited to [low, high], elementwise; the gradient passes where low ≤ x ≤ high and is 0 outside. */
export function clampPassing<T extends Tensor>(x: T, low: number, high: number): T {
  return clipByValue(x, low, high);
}
