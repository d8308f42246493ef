/**
 * How heavy the tail of importance ratios is: the shape k of a generalized Pareto distribution fitted to the largest of them (Vehtari,
 * Simpson, Gelman, Yao & Gabry, "Pareto Smoothed Importance Sampling", JMLR 25, 2024). Ratios have 1/k finite moments.
 */

/** The fewest different draws in a tail that a shape is fitted to. */
const LEAST_TAIL = 5;

/** Log-ratios within this many nats of each other count as equal: float32 sums are not exacter, and such weights have no tail. */
const EQUAL_NATS = 1e-3;

/** Exceedances below it, beside a largest ratio of 1, are weights of 0: their quartile's inverse would overflow. */
const LEAST_EXCEEDANCE = 1e-300;

/** Zhang and Stephens' prior for the profile's scale, in quartiles. */
const SCALE_PRIOR = 3;

/** The weak prior on the shape: as much as 10 tail draws of k = ½ (Vehtari et al. 2024). */
const SHAPE_PRIOR = { draws: 10, shape: 0.5 };

/**
 * k̂ of S importance ratios given as logarithms (nats, any common offset), from the ⌈min(S/5, 3√S)⌉ largest. −∞ where they are all
 * equal, to 0.001 nats: weights without any tail. +∞ where there is nothing to fit, which is never a good sign: a tail of fewer than five
 * different draws (fewer than 21 ratios in all, or all weight on a few), or a ratio that is NaN or +∞.
 */
export function paretoShape(logRatios: ArrayLike<number>): number {
  const sorted = Float64Array.from(logRatios).sort();
  const samples = sorted.length;
  const tail = Math.ceil(Math.min(samples / 5, 3 * Math.sqrt(samples)));
  const largest = sorted[samples - 1];
  // NaN is sorted behind +∞.
  if (tail < LEAST_TAIL || !Number.isFinite(largest)) return Number.POSITIVE_INFINITY;
  if (largest - sorted[0] <= EQUAL_NATS) return Number.NEGATIVE_INFINITY;
  const cutoff = Math.exp(sorted[samples - tail - 1] - largest);
  const exceedances = sorted
    .subarray(samples - tail)
    .map((value) => Math.exp(value - largest) - cutoff)
    .filter((value) => value > LEAST_EXCEEDANCE);
  if (new Set(exceedances).size < LEAST_TAIL) return Number.POSITIVE_INFINITY;
  const shape = generalizedParetoShape(exceedances);
  const { draws, shape: prior } = SHAPE_PRIOR;
  return (exceedances.length * shape + draws * prior) / (exceedances.length + draws);
}

/**
 * The shape k of a generalized Pareto distribution, from exceedances > 0 in ascending order (Zhang & Stephens, "A New and Efficient
 * Estimation Method for the Generalized Pareto Distribution", Technometrics 51, 2009; there −k): with θ = −k/σ, the profile likelihood's
 * k(θ) is the mean of log(1 − θx), and θ̂ is the posterior mean over a grid of 30 + ⌊√n⌋ quantiles of a prior around the quartile.
 */
function generalizedParetoShape(exceedances: Float64Array): number {
  const count = exceedances.length;
  const points = 30 + Math.floor(Math.sqrt(count));
  const quartile = exceedances[Math.floor(count / 4 + 0.5) - 1];
  const shapeAt = (theta: number) => exceedances.reduce((sum, value) => sum + Math.log1p(-theta * value), 0) / count;
  const grid = Array.from({ length: points }, (_, i) => {
    return 1 / exceedances[count - 1] + (1 - Math.sqrt(points / (i + 0.5))) / (SCALE_PRIOR * quartile);
  }).filter((theta) => theta !== 0);
  const logLikelihoods = grid.map((theta) => {
    const shape = shapeAt(theta);
    return count * (Math.log(-theta / shape) - shape - 1);
  });
  const highest = Math.max(...logLikelihoods);
  const weights = logLikelihoods.map((value) => Math.exp(value - highest));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return shapeAt(grid.reduce((sum, theta, i) => sum + theta * weights[i], 0) / total);
}

/** The largest k̂ that S ≥ 2 samples can still average reliably: min(1 − 1/log₁₀ S, 0.7) (Vehtari et al. 2024, equation 13). */
export function goodShape(samples: number): number {
  return Math.min(1 - 1 / Math.log10(samples), 0.7);
}

/** What a k̂ says of an average over importance samples: reliable, not reliable, or of a mean that need not even exist. */
export type TailVerdict = "good" | "bad" | "veryBad";

/** The verdict on k̂ = `shape` of `samples` ratios: good below `goodShape`, bad up to 1, very bad above. */
export function tailVerdict(shape: number, samples: number): TailVerdict {
  if (shape < goodShape(samples)) return "good";
  return shape <= 1 ? "bad" : "veryBad";
}
