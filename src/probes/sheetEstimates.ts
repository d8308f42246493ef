/** Estimates of expectations over q from the draws of K samples. */

/**
 * The estimate that each sample gives by itself: f of its draw, or of one draw from each stratum the sum of their shares times f.
 * @param values f of the draws, [S], row k·strata + c
 * @param logShares log of the share of each, [S]; 0 where a sample is one draw
 */
export function perSample(values: Float32Array, logShares: Float32Array, samples: number): Float32Array {
  const strata = values.length / samples;
  const ofSample = new Float32Array(samples);
  values.forEach((value, row) => {
    ofSample[Math.floor(row / strata)] += Math.exp(logShares[row]) * value;
  });
  return ofSample;
}

/** The mean over independent samples, and its standard error. */
export function meanAndError(values: Float32Array): { mean: number; error: number } {
  const mean = values.reduce((total, value) => total + value, 0) / values.length;
  const squares = values.reduce((total, value) => total + (value - mean) ** 2, 0);
  return { mean, error: Math.sqrt(squares / (values.length - 1) / values.length) };
}
