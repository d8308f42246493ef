/**
 * How large the mean of repeated gradients is beside their noise, from sums over 20 batches of repeats. With ḡ the mean of R repeats
 * and Σ their covariance, SNR² = ‖E g‖² / tr Σ is estimated by (‖ḡ‖² − tr Σ̂ / R) / tr Σ̂.
 */

/** The fewest repeats that a measurement is made of; of fewer it gives no number. */
export const LEAST_REPEATS = 1000;

/** Batches that the repeats are dealt to. */
export const SIGNAL_BATCHES = 20;

/** t₁₉ at 97.5 %: 20 jackknife values leave 19 degrees of freedom. */
const T_19 = 2.093;

/** Of ‖ḡ‖²: a trace within it, above or below 0, is what float32 leaves of no noise at all. */
const ROUNDING = 1e-12;

/** Moments of repeats; each is unbiased. */
export interface GradientMoments {
  repeats: number;
  /** ‖E g‖²; may come out below 0. */
  squaredMean: number;
  /** tr Σ. */
  trace: number;
  /** tr Σ²; 0 until every batch has a repeat. */
  traceOfSquare: number;
}

export interface SignalEstimate extends GradientMoments {
  /** R‖ḡ‖² / tr Σ̂ lies more than three standard deviations above what pure noise gives, 1 ± √(2 tr Σ²) / tr Σ. */
  resolved: boolean;
  /** SNR, and its 95 % interval by deleting one batch at a time (jackknife of log SNR); null where it is not resolved. */
  snr: number | null;
  interval: [number, number] | null;
}

export interface GradientStatistics {
  /**
   * `count` further repeats g of a batch: Σ (g − reference), [parameters], and Σ ‖g − reference‖². A reference near the gradients keeps
   * float32 sums exact enough.
   */
  add(batch: number, repeats: { count: number; sum: Float32Array; squares: number }): void;
  estimate(): SignalEstimate;
}

/** What all moments follow from: inner products of the batches' sums (shifted by the reference), in float64. */
interface Products {
  counts: number[];
  /** Σ ‖g − reference‖² of each batch. */
  squares: number[];
  /** s_a · s_b, [batches][batches]. */
  sums: Float64Array[];
  /** reference · s_a. */
  withReference: Float64Array;
  reference: number;
}

/** Statistics of gradients near `reference`, [parameters]. Holds 20 float32 sums of that size. */
export function gradientStatistics(reference: Float32Array): GradientStatistics {
  const counts = new Array<number>(SIGNAL_BATCHES).fill(0);
  const squares = new Array<number>(SIGNAL_BATCHES).fill(0);
  const sums = counts.map(() => new Float32Array(reference.length));
  return {
    add(batch, repeats) {
      counts[batch] += repeats.count;
      squares[batch] += repeats.squares;
      const sum = sums[batch];
      for (let i = 0; i < sum.length; i++) sum[i] += repeats.sum[i];
    },
    estimate: () => estimateOf({ counts, squares, ...products(sums, reference) }),
  };
}

function products(sums: readonly Float32Array[], reference: Float32Array): Pick<Products, "sums" | "withReference" | "reference"> {
  const dots = sums.map(() => new Float64Array(sums.length));
  const withReference = new Float64Array(sums.length);
  const column = new Float64Array(sums.length);
  let square = 0;
  for (let i = 0; i < reference.length; i++) {
    square += reference[i] * reference[i];
    for (let a = 0; a < column.length; a++) {
      const value = sums[a][i];
      column[a] = value;
      withReference[a] += reference[i] * value;
      const row = dots[a];
      for (let b = 0; b <= a; b++) row[b] += value * column[b];
    }
  }
  for (let a = 0; a < dots.length; a++) for (let b = 0; b < a; b++) dots[b][a] = dots[a][b];
  return { sums: dots, withReference, reference: square };
}

/** Moments of all repeats but those of one batch. */
function momentsWithout(left: number | null, { counts, squares, sums, withReference, reference }: Products) {
  const kept = counts.map((_, batch) => batch).filter((batch) => batch !== left);
  const over = (value: (batch: number) => number) => kept.reduce((total, batch) => total + value(batch), 0);
  const repeats = over((a) => counts[a]);
  const squaredSum = over((a) => over((b) => sums[a][b]));
  const trace = (over((a) => squares[a]) - squaredSum / repeats) / (repeats - 1);
  const squareOfMean = reference + (2 * over((a) => withReference[a])) / repeats + squaredSum / repeats ** 2;
  return { repeats, trace, squareOfMean, squaredMean: squareOfMean - trace / repeats };
}

/**
 * The ten differences of neighbouring batches' means, each divided by √(1/n + 1/n′), are independent with mean 0 and covariance Σ, so that
 * E[(δ_a · δ_b)²] = tr Σ² for each of the 45 pairs.
 */
function traceOfSquare({ counts, sums }: Products): number {
  if (counts.some((count) => count === 0)) return 0;
  const scale = (a: number) => 1 / Math.sqrt(1 / counts[a] + 1 / counts[a + 1]);
  const mean = (a: number, b: number) => sums[a][b] / (counts[a] * counts[b]);
  let total = 0;
  let pairs = 0;
  for (let a = 0; a < counts.length; a += 2) {
    for (let b = 0; b < a; b += 2) {
      const dot = mean(a, b) - mean(a, b + 1) - mean(a + 1, b) + mean(a + 1, b + 1);
      total += (dot * scale(a) * scale(b)) ** 2;
      pairs += 1;
    }
  }
  return total / pairs;
}

function estimateOf(products: Products): SignalEstimate {
  const { repeats, trace, squaredMean, squareOfMean } = momentsWithout(null, products);
  const moments = { repeats, squaredMean, trace, traceOfSquare: traceOfSquare(products) };
  const unresolved = { ...moments, resolved: false, snr: null, interval: null };
  if (products.counts.some((count) => count === 0) || !(squareOfMean > 0)) return unresolved;
  if (Math.abs(trace) <= ROUNDING * squareOfMean)
    return { ...moments, resolved: true, snr: Number.POSITIVE_INFINITY, interval: [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY] };
  // Only sums without a digit left are further below 0 than that.
  if (!(trace > 0)) return unresolved;
  const noise = Math.sqrt(2 * moments.traceOfSquare) / trace;
  if (!((repeats * squareOfMean) / trace > 1 + 3 * noise)) return unresolved;
  const snr = Math.sqrt(squaredMean / trace);
  return { ...moments, resolved: true, snr, interval: jackknife(products, snr) };
}

/** exp(log SNR ± t₁₉ · standard error) with one batch left out at a time; from 0 where one of the twenty has no signal left. */
function jackknife(products: Products, snr: number): [number, number] {
  const logs = products.counts.map((_, batch) => {
    const { squaredMean, trace } = momentsWithout(batch, products);
    return 0.5 * Math.log(Math.max(0, squaredMean) / trace);
  });
  const mean = logs.reduce((sum, value) => sum + value, 0) / logs.length;
  const squares = logs.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const error = Math.sqrt(((logs.length - 1) / logs.length) * squares);
  return Number.isFinite(mean) ? [snr * Math.exp(-T_19 * error), snr * Math.exp(T_19 * error)] : [0, Number.POSITIVE_INFINITY];
}
