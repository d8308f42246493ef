import { describe, expect, it } from "vitest";
import { inverseTemperatures } from "../../src/numeric/annealedChains";
import { type AnnealingRequest, annealedImportance, pilotStepSizes } from "../../src/numeric/annealedImportance";
import type { LogDensityWithGradient } from "../../src/numeric/hamiltonian";
import { stream } from "../../src/numeric/random";
import { counted, gaussianTarget, mixtureTarget } from "./annealingTargets";

/** L of deviation² I. */
function ball(dim: number, deviation: number): Float64Array {
  return Float64Array.from({ length: dim * dim }, (_, i) => (i % (dim + 1) === 0 ? deviation : 0));
}

function request(dim: number, target: LogDensityWithGradient, changes: Partial<AnnealingRequest> = {}): AnnealingRequest {
  const start = { mean: new Float64Array(dim), factor: ball(dim, 1.2) };
  const address = { streamId: stream(1, "annealing"), between: async () => {} };
  return { dim, chains: 16, temperatures: 300, leapfrogSteps: 5, target, start, stepSizeAt: () => 0.5, ...address, ...changes };
}

/** p(x, z) of z ~ N(0, 1), x | z ~ N(z, 1) at x = 2. */
const conjugate: LogDensityWithGradient = async (codes) => ({
  value: codes.map((z) => -Math.log(2 * Math.PI) - z ** 2 / 2 - (2 - z) ** 2 / 2),
  gradient: codes.map((z) => 2 - 2 * z),
});
const CONJUGATE_EVIDENCE = -2.265512;

const CORRELATED = [0.8, 0, -0.6, 0.3];
/** A lower-triangular factor of ten dimensions with deviations from 0.3 to 1.2. */
const TEN = Array.from({ length: 100 }, (_, i) => {
  const [row, column] = [Math.floor(i / 10), i % 10];
  if (column > row) return 0;
  return column === row ? 0.3 + 0.06 * row : 0.1 * Math.sin(i);
});
/** A start that knows its deviations within a dimension, and not how dimensions correlate. */
const TEN_WIDE = Float64Array.from(TEN, (value, i) => (i % 11 === 0 ? 1.5 * value : 0));

const modes = [
  { weight: 0.3, mean: -2, deviation: 0.5 },
  { weight: 0.7, mean: 2, deviation: 0.4 },
];

describe("annealed importance sampling", () => {
  it.each([
    { name: "a correlated Gaussian", target: gaussianTarget([1, -0.5], CORRELATED, 3.5), factor: ball(2, 1.8), exact: 3.5, error: 0.2 },
    { name: "a conjugate model", target: conjugate, factor: ball(1, 1.8), exact: CONJUGATE_EVIDENCE, error: 0.1 },
    { name: "two modes", target: mixtureTarget(modes, 2, -1), factor: ball(2, 1.8), exact: -1, error: 0.35 },
    { name: "ten dimensions", target: gaussianTarget(TEN.slice(0, 10), TEN, -20), factor: TEN_WIDE, exact: -20, error: 0.35 },
  ])("finds the normaliser of $name, with pilot step sizes", async ({ target, factor, exact, error }) => {
    const dim = Math.sqrt(factor.length);
    const start = { mean: new Float64Array(dim), factor };
    const plain = request(dim, target, { start });
    const result = await annealedImportance({ ...plain, stepSizeAt: await pilotStepSizes(plain) });
    expect(Math.abs(result.logEvidence - exact)).toBeLessThan(4 * result.error);
    expect(result.error).toBeLessThan(error);
    expect(result.effectiveSampleSize).toBeGreaterThan(6);
    expect(result.effectiveSampleSize).toBeLessThanOrEqual(16);
    expect(Math.abs(result.acceptance - 0.65)).toBeLessThan(0.1);
  });

  it("gives every chain the exact evidence where the start is the normalised target, at any step size", async () => {
    const start = { mean: Float64Array.of(1, -0.5), factor: Float64Array.from(CORRELATED) };
    const target = gaussianTarget([1, -0.5], CORRELATED, 3.5);
    for (const stepSize of [0.1, 1, 1.9]) {
      const result = await annealedImportance(request(2, target, { start, temperatures: 40, stepSizeAt: () => stepSize }));
      for (const logWeight of result.logWeights) expect(logWeight).toBeCloseTo(3.5, 10);
      expect(result.error).toBeLessThan(1e-6);
      expect(result.effectiveSampleSize).toBeCloseTo(16, 10);
    }
  });

  it.each([
    { name: "a conjugate model", dim: 1, target: conjugate, exact: CONJUGATE_EVIDENCE, stepSize: 0.7 },
    { name: "two modes", dim: 1, target: mixtureTarget(modes, 1, -1), exact: -1, stepSize: 0.4 },
    { name: "a correlated Gaussian, steps too large", dim: 2, target: gaussianTarget([0.5, 0.3], CORRELATED, 2), exact: 2, stepSize: 0.8 },
  ])("is unbiased of $name: mean weights of 400 short runs", async ({ dim, target, exact, stepSize }) => {
    const factor = dim === 2 ? Float64Array.of(1.2, 0, 0.3, 0.9) : Float64Array.of(1.8);
    const evidences: number[] = [];
    for (let seed = 0; seed < 400; seed++) {
      const short = { chains: 4, temperatures: 10, stepSizeAt: () => stepSize, streamId: stream(seed, "short") };
      const start = { mean: new Float64Array(dim).fill(0.2), factor };
      const { logEvidence } = await annealedImportance(request(dim, target, { ...short, start }));
      evidences.push(Math.exp(logEvidence - exact));
    }
    const mean = evidences.reduce((sum, value) => sum + value, 0) / evidences.length;
    const variance = evidences.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (evidences.length - 1);
    const error = Math.sqrt(variance / evidences.length);
    expect(Math.abs(mean - 1)).toBeLessThan(4 * error);
    expect(error).toBeLessThan(0.05);
  });

  it("accepts nearly all short trajectories, from a start whose dimensions correlate: the gradient is the density's", async () => {
    const start = { mean: Float64Array.of(0, 1), factor: Float64Array.of(1, 0, 1.5, 0.5) };
    const target = gaussianTarget([1, -0.5], CORRELATED, 3.5);
    const { acceptance } = await annealedImportance(request(2, target, { start, temperatures: 50, stepSizeAt: () => 0.02 }));
    expect(acceptance).toBeGreaterThan(0.998);
    expect(acceptance).toBeLessThan(1);
  });

  it("has the delta method's error and sample size of its weights", async () => {
    const { logWeights, logEvidence, error, effectiveSampleSize } = await annealedImportance(request(1, conjugate, { temperatures: 8 }));
    const weights = Array.from(logWeights, Math.exp);
    const mean = weights.reduce((sum, value) => sum + value, 0) / 16;
    const variance = weights.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 15;
    expect(logEvidence).toBeCloseTo(Math.log(mean), 12);
    expect(error).toBeCloseTo(Math.sqrt(variance / 16) / mean, 12);
    expect(effectiveSampleSize).toBeCloseTo((16 * mean) ** 2 / weights.reduce((sum, value) => sum + value ** 2, 0), 10);
  });

  it("gives the same bits again, others on another stream", async () => {
    const short = request(2, gaussianTarget([1, -0.5], CORRELATED, 3.5), { temperatures: 30 });
    const first = await annealedImportance({ ...short, stepSizeAt: await pilotStepSizes(short) });
    expect(await annealedImportance({ ...short, stepSizeAt: await pilotStepSizes(short) })).toEqual(first);
    const other = await annealedImportance({ ...short, streamId: stream(2, "annealing") });
    expect(other.logWeights).not.toEqual(first.logWeights);
  });

  it("asks the target once at the start and once a leapfrog step, and lets others in after every transition", async () => {
    const { target, calls } = counted(conjugate);
    const done: number[] = [];
    await annealedImportance(request(1, target, { between: async (transitions) => void done.push(transitions) }));
    expect(calls()).toBe(299 * 5 + 1);
    expect(done).toEqual(Array.from({ length: 299 }, (_, i) => i + 1));
    await pilotStepSizes(request(1, target));
    expect(calls() - (299 * 5 + 1)).toBe(99 * 5 + 1);
  });

  it("ends with what `between` throws", async () => {
    const { target, calls } = counted(conjugate);
    const between = async (done: number) => {
      if (done === 3) throw new Error("no longer asked for");
    };
    await expect(annealedImportance(request(1, target, { between }))).rejects.toThrow("no longer asked for");
    expect(calls()).toBe(16);
  });

  it("gives no NaN: chains that start where the density is not finite have weight 0, trajectories there are rejected", async () => {
    for (const bad of [Number.NaN, Number.NEGATIVE_INFINITY]) {
      const truncated: LogDensityWithGradient = async (codes) => ({
        value: codes.map((z) => (z < -1 ? bad : -(z ** 2) / 2)),
        gradient: codes.map((z) => (z < -1 ? bad : -z)),
      });
      const start = { mean: new Float64Array(1), factor: Float64Array.of(1) };
      const result = await annealedImportance(request(1, truncated, { chains: 400, temperatures: 20, start, stepSizeAt: () => 1 }));
      // ∫ over z > −1 is √(2π) Φ(1), and the chains that start there have a weight of √(2π) each.
      const inside = result.logWeights.filter((value) => value > Number.NEGATIVE_INFINITY);
      for (const logWeight of inside) expect(logWeight).toBeCloseTo(0.5 * Math.log(2 * Math.PI), 10);
      expect(result.effectiveSampleSize).toBeCloseTo(inside.length, 8);
      expect(Math.abs(inside.length / 400 - 0.841345)).toBeLessThan(4 * Math.sqrt((0.841 * 0.159) / 400));
      expect(result.logEvidence).toBeCloseTo(Math.log((Math.sqrt(2 * Math.PI) * inside.length) / 400), 10);
    }
  });

  it("is −∞ with an endless error where no chain starts at a finite density", async () => {
    const nowhere: LogDensityWithGradient = async (codes) => ({
      value: codes.map(() => Number.NaN),
      gradient: codes.map(() => Number.NaN),
    });
    const { logEvidence, error, effectiveSampleSize, acceptance } = await annealedImportance(request(1, nowhere, { temperatures: 5 }));
    expect([logEvidence, error, effectiveSampleSize, acceptance]).toEqual([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, 0, 0]);
  });
});

describe("the pilot", () => {
  it("finds smaller steps where the target is narrower, and is defined on all of [0, 1]", async () => {
    const stepSizeAt = await pilotStepSizes(request(2, gaussianTarget([0, 0], [0.2, 0, 0, 0.1], 0)));
    const sizes = [0, 0.001, 0.1, 0.5, 1].map(stepSizeAt);
    for (let i = 1; i < sizes.length; i++) expect(sizes[i]).toBeLessThanOrEqual(sizes[i - 1]);
    // The start's deviation is 1.2: in its units the target's are 1/6 and 1/12.
    expect(sizes[4]).toBeGreaterThan(1 / 12);
    expect(sizes[4]).toBeLessThan(2 / 12);
    expect(sizes[0]).toBeGreaterThan(1);
  });
});

describe("inverse temperatures", () => {
  it("go from 0 to 1 by a sigmoid, densest at the ends", () => {
    const betas = inverseTemperatures(300);
    expect([betas.length, betas[0], betas[150], betas[300]]).toEqual([301, 0, expect.closeTo(0.5, 14), 1]);
    const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
    expect(betas[75]).toBeCloseTo((sigmoid(-2) - sigmoid(-4)) / (sigmoid(4) - sigmoid(-4)), 14);
    expect(betas.every((beta, t) => t === 0 || beta > betas[t - 1])).toBe(true);
    expect(Array.from(inverseTemperatures(1))).toEqual([0, 1]);
  });
});
