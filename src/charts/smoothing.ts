/**
 * Exponential moving average without the start's bias: ȳ_n = Σ_i w^(n−i) y_i / Σ_i w^(n−i), so the first value is the first point.
 * `weight` w in [0, 1); 0 gives the values back. A value that is not finite stays a gap and is left out of the average.
 */
export function smooth(values: Float64Array, weight: number): Float64Array {
  const smoothed = new Float64Array(values.length);
  let sum = 0;
  let norm = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    if (!Number.isFinite(value)) {
      smoothed[index] = Number.NaN;
      continue;
    }
    sum = weight * sum + (1 - weight) * value;
    norm = weight * norm + (1 - weight);
    smoothed[index] = sum / norm;
  }
  return smoothed;
}
