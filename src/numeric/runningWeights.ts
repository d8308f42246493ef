/** Sums of weights that come as logarithms, a few at a time, for each of several images, in float64 and without overflow. */
export interface RunningWeights {
  /** log w of further samples, [samples, count] row by row. */
  add(logWeights: ArrayLike<number>): void;
  /** log of the mean weight of each image so far, and its standard error by the delta method (0 after one sample). */
  result(): { logMean: Float64Array; error: Float64Array };
}

export function runningWeights(count: number): RunningWeights {
  const largest = new Float64Array(count).fill(Number.NEGATIVE_INFINITY);
  const sums = new Float64Array(count);
  const squares = new Float64Array(count);
  let samples = 0;
  return {
    add(logWeights) {
      for (let at = 0; at < logWeights.length; at++) {
        const image = at % count;
        const value = logWeights[at];
        if (value > largest[image]) {
          const shrink = Math.exp(largest[image] - value);
          sums[image] *= shrink;
          squares[image] *= shrink * shrink;
          largest[image] = value;
        }
        const weight = Math.exp(value - largest[image]);
        sums[image] += weight;
        squares[image] += weight * weight;
      }
      samples += logWeights.length / count;
    },
    result() {
      const logMean = sums.map((sum, image) => largest[image] + Math.log(sum / samples));
      // Var(log w̄) ≈ Var(w) / (K w̄²), and the sample variance of w over w̄² is (K Σw²/(Σw)² − 1) K/(K − 1).
      const error = sums.map((sum, image) => {
        const spread = (samples * squares[image]) / sum ** 2 - 1;
        return samples > 1 ? Math.sqrt(Math.max(0, spread) / (samples - 1)) : 0;
      });
      return { logMean, error };
    },
  };
}
