import { grads, type Scalar, type Tensor } from "@tensorflow/tfjs-core";

/** Many estimates of one gradient at once: as many rows, each with parameters of its own. */

/** Per-row gradients of the mean over rows of a surrogate, from parameters [rows, n]: one array for each estimate, over all parameters. */
export function rowGradients(surrogate: (...parameters: Tensor[]) => Scalar, parameters: readonly Tensor[]): number[][] {
  const rows = parameters[0].shape[0];
  const gradients = grads((...values: Tensor[]) => surrogate(...values).mul(rows) as Scalar)([...parameters]);
  const arrays = gradients.map((gradient) => gradient.as2D(rows, -1).arraySync());
  return Array.from({ length: rows }, (_, row) => arrays.flatMap((array) => array[row]));
}

export interface GradientMoments {
  mean: number[];
  /** The sum of the parameters' variances, and the standard error of each mean. */
  totalVariance: number;
  error: number[];
}

export function gradientMoments(estimates: readonly number[][]): GradientMoments {
  const count = estimates.length;
  const mean = estimates[0].map((_, i) => estimates.reduce((sum, each) => sum + each[i], 0) / count);
  const variance = mean.map((center, i) => estimates.reduce((sum, each) => sum + (each[i] - center) ** 2, 0) / (count - 1));
  return { mean, totalVariance: variance.reduce((sum, value) => sum + value, 0), error: variance.map((value) => Math.sqrt(value / count)) };
}
