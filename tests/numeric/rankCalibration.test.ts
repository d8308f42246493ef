import { describe, expect, it } from "vitest";
import { stream, uniformAt } from "../../src/numeric/random";
import { bonferroni, ecdfBands, rankStatistics } from "../../src/numeric/rankCalibration";

const COUNT = 2000;
const DRAWS = 99;

/** Ranks of `distort`ed uniform numbers. */
function ranksOf(seed: number, distort: (u: number) => number = (u) => u, { count = COUNT, draws = DRAWS } = {}): Uint32Array {
  const streamId = stream(seed, "ranks");
  return Uint32Array.from({ length: count }, (_, i) => Math.floor(distort(uniformAt(i, 0, streamId)) * (draws + 1)));
}

const isWithin = (difference: Float64Array, { lower, upper }: ReturnType<typeof ecdfBands>): boolean =>
  difference.every((value, rank) => value >= lower[rank] - 1e-12 && value <= upper[rank] + 1e-12);

describe("ranks", () => {
  it("give the counts, χ² and ECDF of a case worked out by hand", () => {
    const { bins, chiSquare, pValue, ecdfDifference } = rankStatistics([0, 3, 1, 0], 3, 2);
    expect(bins).toEqual([3, 1]);
    expect(chiSquare).toBeCloseTo(1, 14);
    expect(pValue).toBeCloseTo(0.31731050786291, 12);
    expect(Array.from(ecdfDifference)).toEqual([0.25, 0.25, 0, 0]);
  });

  it("pass where they are uniform, with p-values that are uniform too", () => {
    const pValues = Array.from({ length: 400 }, (_, seed) => rankStatistics(ranksOf(seed), DRAWS).pValue);
    expect(pValues.slice(0, 20).filter((pValue) => pValue > 0.01).length).toBeGreaterThanOrEqual(19);
    for (const level of [0.05, 0.5, 0.9]) {
      const below = pValues.filter((pValue) => pValue <= level).length / pValues.length;
      expect(Math.abs(below - level)).toBeLessThan(4 * Math.sqrt((level * (1 - level)) / pValues.length));
    }
  });

  it.each([
    ["shifted", (u: number) => u ** 1.3],
    ["of too narrow a posterior", (u: number) => 0.5 + 0.5 * Math.sign(u - 0.5) * Math.abs(2 * u - 1) ** 0.85],
    ["of too wide a posterior", (u: number) => 0.5 + 0.5 * Math.sign(u - 0.5) * Math.abs(2 * u - 1) ** 1.2],
  ])("fail where they are %s", (_name, distort) => {
    const bands = ecdfBands(COUNT, DRAWS);
    for (const seed of [1, 2, 3]) {
      const { pValue, ecdfDifference } = rankStatistics(ranksOf(seed, distort), DRAWS);
      expect(pValue).toBeLessThan(1e-4);
      expect(isWithin(ecdfDifference, bands)).toBe(false);
    }
  });

  it("are refused where bins cannot be equal, where one is none, and where there are none", () => {
    expect(() => rankStatistics([1], 100)).toThrow("101 ranks, which 20 equal bins cannot hold");
    for (const rank of [-1, 100, 1.5, Number.NaN]) expect(() => rankStatistics([3, rank], DRAWS)).toThrow(`rank ${rank} is not`);
    expect(() => rankStatistics([], DRAWS)).toThrow("no ranks");
  });
});

describe("several tests", () => {
  it("have together the smallest p-value times their number", () => {
    expect(bonferroni([0.2, 0.01, 0.7])).toBeCloseTo(0.03, 15);
    expect(bonferroni([0.6, 0.9])).toBe(1);
    expect(bonferroni([])).toBe(1);
  });
});

describe("the bands of the ECDF difference", () => {
  it.each([
    { count: COUNT, draws: DRAWS, coverage: 0.95 },
    { count: 100, draws: 39, coverage: 0.95 },
    { count: 500, draws: DRAWS, coverage: 0.8 },
  ])("hold $coverage of fresh sets of $count ranks on 0 … $draws jointly", ({ count, draws, coverage }) => {
    const fresh = 400;
    const bands = ecdfBands(count, draws, coverage);
    const differences = Array.from({ length: fresh }, (_, seed) => {
      return rankStatistics(ranksOf(1000 + seed, undefined, { count, draws }), draws).ecdfDifference;
    });
    const held = differences.filter((difference) => isWithin(difference, bands)).length / fresh;
    // Of these sets, and of the 1 000 that the bands were made from.
    expect(Math.abs(held - coverage)).toBeLessThan(3 * Math.sqrt(coverage * (1 - coverage) * (1 / fresh + 1 / 1000)));
  });

  it("are the whole range for one rank on two values, and nothing at the last rank", () => {
    const { lower, upper } = ecdfBands(1, 1);
    expect([Array.from(lower), Array.from(upper)]).toEqual([
      [-0.5, 0],
      [0.5, 0],
    ]);
  });

  it("are symmetric, wider than pointwise intervals, and at the ends narrower than Kolmogorov and Smirnov's constant band", () => {
    const { lower, upper } = ecdfBands(COUNT, DRAWS);
    expect(upper[49]).toBeGreaterThan(1.96 * Math.sqrt(0.25 / COUNT));
    expect(upper[0]).toBeLessThan(1.36 / Math.sqrt(COUNT));
    for (let rank = 0; rank < DRAWS; rank++) expect(upper[rank]).toBeCloseTo(-lower[DRAWS - 1 - rank], 12);
  });
});
