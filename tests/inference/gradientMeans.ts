import { grads, type Scalar, type Tensor } from "@tensorflow/tfjs-core";

/** Many estimates of one gradient at once: as many rows, each with parameters of its own. */

/** Gradients of the mean over rows of a surrogate, from parameters [rows, n]: for each parameter its estimates, one a row. */
export function rowGradients(surrogate: (...parameters: Tensor[]) => Scalar, parameters: readonly Tensor[]): Float32Array[] {
  const rows = parameters[0].shape[0];
  const gradients = grads((...values: Tensor[]) => surrogate(...values).mul(rows) as Scalar)([...parameters]);
  return gradients.flatMap((gradient) => {
    const columns = gradient.as2D(rows, -1).transpose().dataSync() as Float32Array;
    return Array.from({ length: columns.length / rows }, (_, i) => columns.slice(i * rows, (i + 1) * rows));
  });
}

export interface GradientMoments {
  mean: number[];
  /** The sum of the parameters' variances. */
  totalVariance: number;
  /** The standard error of each mean. */
  error: number[];
}

export function gradientMoments(estimates: readonly Float32Array[]): GradientMoments {
  const each = estimates.map((values) => {
    let sum = 0;
    for (const value of values) sum += value;
    const mean = sum / values.length;
    let squares = 0;
    for (const value of values) squares += (value - mean) ** 2;
    return { mean, variance: squares / (values.length - 1), error: Math.sqrt(squares / (values.length - 1) / values.length) };
  });
  return {
    mean: each.map(({ mean }) => mean),
    totalVariance: each.reduce((sum, { variance }) => sum + variance, 0),
    error: each.map(({ error }) => error),
  };
}
