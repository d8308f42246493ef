import { logSumExp } from "./logSums";

/** A number that was estimated, and its standard error. */
export interface Estimate {
  value: number;
  error: number;
}

/** The mean of independent values, and its standard error; NaN for the error of one value. */
export function meanEstimate(values: ArrayLike<number>): Estimate {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  const value = sum / values.length;
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i] - value) ** 2;
  return { value, error: Math.sqrt(squares / (values.length - 1) / values.length) };
}

/** log of the mean of weights that come as logarithms, its standard error by the delta method. */
export function logMeanEstimate(logWeights: ArrayLike<number>): Estimate {
  const count = logWeights.length;
  const value = logSumExp(logWeights) - Math.log(count);
  let squares = 0;
  for (let i = 0; i < count; i++) squares += (Math.exp(logWeights[i] - value) - 1) ** 2;
  return { value, error: Math.sqrt(squares / Math.max(1, count - 1) / count) };
}

/** L_K from more than K log-weights: the mean over blocks of K of the log of their mean (Burda et al. 2016). */
export function boundEstimate(logWeights: Float64Array, samples: number): Estimate {
  const blocks = Math.floor(logWeights.length / samples);
  if (blocks < 2) return logMeanEstimate(logWeights.subarray(0, samples));
  return meanEstimate(
    Float64Array.from({ length: blocks }, (_, block) => {
      return logSumExp(logWeights.subarray(block * samples, (block + 1) * samples)) - Math.log(samples);
    }),
  );
}

/** (Σ w)² / Σ w²: how many equally weighted draws the weights are worth (Kong 1992). */
export function effectiveSampleSize(logWeights: ArrayLike<number>): number {
  const doubled = Float64Array.from(logWeights, (value) => 2 * value);
  return Math.exp(2 * logSumExp(logWeights) - logSumExp(doubled));
}
