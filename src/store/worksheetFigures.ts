import type { RowDraft, WorksheetRow } from "./worksheet";

/** What the draws of a worksheet have come to, after each of them. */
export interface RunningFigures {
  /** How many samples stand in the rows up to and including each. */
  samplesAtRow: Int32Array;
  /** Rows that are no draws from q, or of a sample that is no longer whole. */
  leftOut: number;
  /** log of the weight of each sample: of a mixture log Σ π w over its strata. */
  logWeights: Float64Array;
  /** Mean of log w (of a mixture of Σ π log w) over the samples so far: the ELBO. Its standard error; NaN of one sample. */
  elbo: Float64Array;
  elboError: Float64Array;
  /** log of the mean weight: L of as many samples. */
  bound: Float64Array;
  /** (Σ w)² / Σ w². */
  ess: Float64Array;
}

/** One sample: its log-weight, and its term of the ELBO. */
interface Sample {
  logWeight: number;
  term: number;
}

/** The rows that stand for samples: draws of samples of which every stratum is still there. */
function wholeSamples(rows: readonly RowDraft[], strata: number): Set<number> {
  const counts = new Map<number, number>();
  for (const row of rows) if (row.kind === "draw") counts.set(row.sample, (counts.get(row.sample) ?? 0) + 1);
  return new Set([...counts].flatMap(([sample, count]) => (count === strata ? [sample] : [])));
}

/** log(eᵃ + eᵇ). */
function logAdd(a: number, b: number): number {
  const [larger, smaller] = a > b ? [a, b] : [b, a];
  return larger === Number.NEGATIVE_INFINITY ? larger : larger + Math.log1p(Math.exp(smaller - larger));
}

/** The samples in the order in which they become whole, and how many are at each row. */
function samplesInOrder(rows: readonly WorksheetRow[], strata: number): { samples: Sample[]; samplesAtRow: Int32Array; leftOut: number } {
  const whole = wholeSamples(rows, strata);
  const begun = new Map<number, Sample & { seen: number }>();
  const samples: Sample[] = [];
  let leftOut = 0;
  const samplesAtRow = Int32Array.from(rows, (row) => {
    if (row.kind !== "draw" || !whole.has(row.sample)) {
      leftOut += 1;
      return samples.length;
    }
    const { logWeight, term, seen } = begun.get(row.sample) ?? { logWeight: Number.NEGATIVE_INFINITY, term: 0, seen: 0 };
    const sample = {
      logWeight: logAdd(logWeight, row.logShare + row.logWeight),
      term: term + Math.exp(row.logShare) * row.logWeight,
      seen: seen + 1,
    };
    begun.set(row.sample, sample);
    if (sample.seen === strata) samples.push(sample);
    return samples.length;
  });
  return { samples, samplesAtRow, leftOut };
}

/** The running figures of rows whose samples have `strata` rows each. One pass: sums by Welford, weights over the largest so far. */
export function runningFigures(rows: readonly WorksheetRow[], strata: number): RunningFigures {
  const { samples, samplesAtRow, leftOut } = samplesInOrder(rows, strata);
  const [elbo, elboError, bound, ess] = Array.from({ length: 4 }, () => new Float64Array(samples.length));
  let [mean, squares, largest, sum, sumOfSquares] = [0, 0, Number.NEGATIVE_INFINITY, 0, 0];
  samples.forEach(({ logWeight, term }, i) => {
    const count = i + 1;
    const distance = term - mean;
    mean += distance / count;
    squares += distance * (term - mean);
    if (logWeight > largest) {
      const shrink = Math.exp(largest - logWeight);
      sum *= shrink;
      sumOfSquares *= shrink ** 2;
      largest = logWeight;
    }
    const weight = Math.exp(logWeight - largest);
    sum += weight;
    sumOfSquares += weight ** 2;
    elbo[i] = mean;
    elboError[i] = Math.sqrt(squares / i / count);
    bound[i] = largest + Math.log(sum / count);
    ess[i] = sum ** 2 / sumOfSquares;
  });
  const logWeights = Float64Array.from(samples, ({ logWeight }) => logWeight);
  return { samplesAtRow, leftOut, logWeights, elbo, elboError, bound, ess };
}
