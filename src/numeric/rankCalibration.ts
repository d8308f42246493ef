/**
 * Whether ranks of true values among posterior draws are uniform, as they are when the posterior is exact: simulation-based calibration
 * (Talts, Betancourt, Simpson, Vehtari & Gelman, arXiv:1804.06788, 2018).
 */
import { chiSquareTail } from "./chiSquare";
import { stream, uniformAt } from "./random";

/** Simulated sets of uniform ranks that the bands' level is read from. */
const BAND_REPEATS = 1000;

export interface RankStatistics {
  /** Counts of ranks in equal bins of neighbouring ranks, [bins]. */
  bins: number[];
  /** Pearson's Σ (count − expected)² / expected over the bins. */
  chiSquare: number;
  /** P(χ² > `chiSquare`) with bins − 1 degrees of freedom. */
  pValue: number;
  /** The ranks' ECDF minus the uniform's, (r + 1)/(draws + 1), at each rank r, [draws + 1]; the last is 0. */
  ecdfDifference: Float64Array;
}

/**
 * Statistics of ranks, whole numbers 0 … `draws`: of how many of `draws` posterior draws lie below the true value. Sound where at least
 * some five ranks fall in a bin.
 * @throws where `draws` + 1 is not a multiple of `bins`, there is no rank, or one is not a whole number in that range.
 */
export function rankStatistics(ranks: ArrayLike<number>, draws: number, bins = 20): RankStatistics {
  if ((draws + 1) % bins !== 0)
    throw new Error(`${draws} draws have ${draws + 1} ranks, which ${bins} equal bins cannot hold: take ${bins} n − 1`);
  if (ranks.length === 0) throw new Error("no ranks to judge");
  const counts = rankCounts(ranks, draws);
  const width = (draws + 1) / bins;
  const binned = Array.from({ length: bins }, (_, bin) => counts.subarray(bin * width, (bin + 1) * width).reduce((sum, n) => sum + n, 0));
  const expected = ranks.length / bins;
  const chiSquare = binned.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  let below = 0;
  const ecdfDifference = Float64Array.from(counts, (count, rank) => {
    below += count;
    return below / ranks.length - (rank + 1) / (draws + 1);
  });
  return { bins: binned, chiSquare, pValue: chiSquareTail(chiSquare, bins - 1), ecdfDifference };
}

/** How often each rank occurs, [draws + 1]. */
function rankCounts(ranks: ArrayLike<number>, draws: number): Uint32Array {
  const counts = new Uint32Array(draws + 1);
  for (let i = 0; i < ranks.length; i++) {
    const rank = ranks[i];
    if (!Number.isInteger(rank) || rank < 0 || rank > draws) throw new Error(`rank ${rank} is not a whole number from 0 to ${draws}`);
    counts[rank] += 1;
  }
  return counts;
}

/** The p-value of several tests together: the smallest times their number, at most 1 (Bonferroni); 1 of none. */
export function bonferroni(pValues: readonly number[]): number {
  return pValues.length === 0 ? 1 : Math.min(1, pValues.length * Math.min(...pValues));
}

/**
 * Bands that the whole ECDF difference of `count` independent uniform ranks on 0 … `draws` stays within with probability `coverage`:
 * lower and upper difference at each rank, [draws + 1] each. They are pointwise binomial intervals of one level γ, the level that leaves
 * 1 − `coverage` of simulated sets of ranks outside anywhere (Säilynoja, Bürkner & Vehtari, "Graphical test for discrete uniformity and
 * its applications in goodness-of-fit evaluation and multiple sample comparison", Statistics and Computing 32, 2022, algorithm 1).
 */
export function ecdfBands(count: number, draws: number, coverage = 0.95): { lower: Float64Array; upper: Float64Array } {
  const levels = pointwiseLevels(count, draws);
  const simulated = Float64Array.from({ length: BAND_REPEATS }, (_, repeat) => jointLevel(uniformRankCounts(count, draws, repeat), levels));
  // Levels of mirrored ranks are the same but for rounding.
  const level = simulated.sort()[Math.round((1 - coverage) * BAND_REPEATS)] * (1 - 1e-9);
  const lower = new Float64Array(draws + 1);
  const upper = new Float64Array(draws + 1);
  levels.forEach((ofCounts, rank) => {
    const uniform = (rank + 1) / (draws + 1);
    lower[rank] = ofCounts.findIndex((value) => value >= level) / count - uniform;
    upper[rank] = ofCounts.findLastIndex((value) => value >= level) / count - uniform;
  });
  return { lower, upper };
}

/** How often each rank occurs among `count` uniform ones. */
function uniformRankCounts(count: number, draws: number, repeat: number): Uint32Array {
  const streamId = stream(0, "ecdfBands");
  const counts = new Uint32Array(draws + 1);
  for (let i = 0; i < count; i++) counts[Math.floor(uniformAt(i, repeat, streamId) * (draws + 1))] += 1;
  return counts;
}

/** The smallest pointwise level of a set of ranks over all ranks but the last, where every ECDF is 1. */
function jointLevel(counts: Uint32Array, levels: readonly Float64Array[]): number {
  let below = 0;
  let smallest = 1;
  for (let rank = 0; rank < levels.length; rank++) {
    below += counts[rank];
    smallest = Math.min(smallest, levels[rank][below]);
  }
  return smallest;
}

/**
 * For each rank r < `draws` and each number n of the `count` ranks up to it, the two-sided level 2 min(P(N ≤ n), P(N ≥ n)) with
 * N ~ Binomial(count, (r + 1)/(draws + 1)): [draws][count + 1].
 */
function pointwiseLevels(count: number, draws: number): Float64Array[] {
  const logChoices = new Float64Array(count + 1);
  for (let n = 1; n <= count; n++) logChoices[n] = logChoices[n - 1] + Math.log((count - n + 1) / n);
  return Array.from({ length: draws }, (_, rank) => {
    const [logIn, logOut] = [Math.log((rank + 1) / (draws + 1)), Math.log((draws - rank) / (draws + 1))];
    const mass = logChoices.map((logChoice, n) => Math.exp(logChoice + n * logIn + (count - n) * logOut));
    const levels = new Float64Array(count + 1);
    for (let n = 0, tail = 0; n <= count; n++) {
      tail += mass[n];
      levels[n] = 2 * tail;
    }
    for (let n = count, tail = 0; n >= 0; n--) {
      tail += mass[n];
      levels[n] = Math.min(levels[n], 2 * tail);
    }
    return levels;
  });
}
