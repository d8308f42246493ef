import { describe, expect, it } from "vitest";
import { gradientStatistics, SIGNAL_BATCHES } from "../../src/numeric/gradientStatistics";
import { normals, stream } from "../../src/numeric/random";

const squares = (values: readonly number[]): number => values.reduce((sum, value) => sum + value ** 2, 0);

/** Independent gradients with these means and standard deviations, dealt to the batches block by block, around a reference. */
function estimated(
  seed: number,
  repeats: number,
  mean: readonly number[],
  deviation: readonly number[],
  { block = 1, reference = 0.3 } = {},
) {
  const size = mean.length;
  const statistics = gradientStatistics(new Float32Array(size).fill(reference));
  const noise = normals(repeats * size, 0, stream(seed, "gradients"));
  for (let from = 0, batch = 0; from < repeats; from += block, batch = (batch + 1) % SIGNAL_BATCHES) {
    const sum = new Float32Array(size);
    const count = Math.min(block, repeats - from);
    let squares = 0;
    for (let repeat = from; repeat < from + count; repeat++) {
      mean.forEach((value, i) => {
        const difference = value + deviation[i] * noise[repeat * size + i] - reference;
        sum[i] += difference;
        squares += difference ** 2;
      });
    }
    statistics.add(batch, { count, sum, squares });
  }
  return statistics.estimate();
}

const DEVIATION = Array.from({ length: 12 }, (_, i) => 1 / (1 + 0.2 * i));
const TRACE = squares(DEVIATION);
const TRACE_OF_SQUARE = squares(DEVIATION.map((value) => value ** 2));
/** A mean of this SNR. */
const meanOf = (snr: number): number[] => DEVIATION.map(() => snr * Math.sqrt(TRACE / DEVIATION.length));
const TRIALS = 400;

describe("the signal of repeated gradients", () => {
  it("has unbiased moments: over many trials they average to the closed forms", () => {
    const mean = meanOf(0.2);
    const trials = Array.from({ length: TRIALS }, (_, seed) => estimated(seed, 200, mean, DEVIATION));
    const exact = { squaredMean: squares(mean), trace: TRACE, traceOfSquare: TRACE_OF_SQUARE };
    for (const name of ["squaredMean", "trace", "traceOfSquare"] as const) {
      const values = trials.map((trial) => trial[name]);
      const average = values.reduce((sum, value) => sum + value, 0) / TRIALS;
      const error = Math.sqrt(squares(values.map((value) => value - average)) / (TRIALS - 1) / TRIALS);
      expect(Math.abs(average - exact[name]) / error, name).toBeLessThan(3.5);
      expect(error / exact[name], name).toBeLessThan(0.05);
    }
  });

  it("does not depend on the reference, nor on how many repeats a batch has", () => {
    const plain = estimated(5, 600, meanOf(0.3), DEVIATION, { reference: 0 });
    const shifted = estimated(5, 600, meanOf(0.3), DEVIATION, { reference: 2 });
    const uneven = estimated(5, 600, meanOf(0.3), DEVIATION, { reference: 0, block: 7 });
    for (const other of [shifted, uneven]) {
      expect(other.repeats).toBe(600);
      expect(other.trace / plain.trace).toBeCloseTo(1, 5);
      expect(other.snr).toBeCloseTo(plain.snr ?? Number.NaN, 5);
    }
    expect(plain.snr).toBeGreaterThan(0.25);
    expect(plain.snr).toBeLessThan(0.35);
  });

  it.each([0.15, 0.5, 3])("at SNR %f has an interval that holds it in about 95 of 100 trials", (snr) => {
    const trials = Array.from({ length: TRIALS }, (_, seed) => estimated(seed, 1000, meanOf(snr), DEVIATION));
    expect(trials.filter(({ resolved }) => !resolved)).toEqual([]);
    const covered = trials.filter(({ interval }) => interval !== null && interval[0] <= snr && snr <= interval[1]).length / TRIALS;
    // ± 3.5 binomial standard errors around 95 %.
    expect(covered).toBeGreaterThan(0.91);
    expect(covered).toBeLessThan(0.99);
  });

  it.each([1, 12, 60])("of pure noise in %i dimensions is below the floor in almost every trial, and is then no number", (size) => {
    const deviation = Array.from({ length: size }, (_, i) => 1 / (1 + 0.1 * i));
    const trials = Array.from({ length: TRIALS }, (_, seed) => estimated(seed, 200, new Array(size).fill(0), deviation));
    const below = trials.filter(({ resolved }) => !resolved);
    expect(below.length / TRIALS).toBeGreaterThan(size === 1 ? 0.9 : 0.95);
    expect(below.every(({ snr, interval }) => snr === null && interval === null)).toBe(true);
  });

  it("is below the floor before every batch has a repeat, and where the gradient is 0", () => {
    expect(estimated(0, 19, meanOf(10), DEVIATION).resolved).toBe(false);
    expect(estimated(0, 20, meanOf(10), DEVIATION).resolved).toBe(true);
    expect(estimated(0, 100, [0, 0], [0, 0], { reference: 0 }).resolved).toBe(false);
  });

  it("is infinite without noise", () => {
    expect(estimated(0, 100, [1, 2], [0, 0], { reference: 0 })).toMatchObject({ resolved: true, snr: Number.POSITIVE_INFINITY });
  });

  /** ‖ḡ‖ = 5 from batches of 50 repeats with these sums. */
  const withSums = (first: number, squares: number) => {
    const statistics = gradientStatistics(Float32Array.of(3, 4));
    for (let batch = 0; batch < SIGNAL_BATCHES; batch++) statistics.add(batch, { count: 50, sum: Float32Array.of(first, 0), squares });
    return statistics.estimate();
  };

  it.each([
    ["a trace as far above 0 as rounding leaves", 0, 1e-11, true, Number.POSITIVE_INFINITY],
    ["one as far below", 1e-6, 0, true, Number.POSITIVE_INFINITY],
    ["one further above: 1 000 repeats of mean square 2·10⁻⁸", 0, 1e-6, true, 5 / Math.sqrt(2e-5 / 999)],
    ["one further below, which no repeats have", 1, 0, false, null],
  ])("is infinite, a number, or none, by %s", (_, first, squares, resolved, snr) => {
    const found = withSums(first, squares);
    expect(found.resolved).toBe(resolved);
    if (snr === null || snr === Number.POSITIVE_INFINITY) expect(found.snr).toBe(snr);
    else expect((found.snr ?? Number.NaN) / snr).toBeCloseTo(1, 5);
  });
});
