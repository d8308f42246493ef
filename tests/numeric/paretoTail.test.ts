import { describe, expect, it } from "vitest";
import { goodShape, paretoShape, tailVerdict } from "../../src/numeric/paretoTail";
import { normals, stream, uniformAt } from "../../src/numeric/random";
import golden from "../fixtures/golden-psis.json";

const SAMPLES = 100_000;
const TAIL = 3 * Math.sqrt(SAMPLES);
/** Of a maximum likelihood fit of k to the tail (Zhang & Stephens 2009). */
const spread = (shape: number): number => (1 + shape) / Math.sqrt(TAIL);
/** What the prior of ten draws at ½ makes of an exact k. */
const withPrior = (shape: number): number => (TAIL * shape + 10 * 0.5) / (TAIL + 10);

/** log p(z)/q(z) + constant of p = N(0, I) and q = N(0, s² I): |z|² (1/s² − 1)/2 with z = s ε. */
function gaussianRatios(deviation: number, dim: number, seed: number): Float64Array {
  const noise = normals(SAMPLES * dim, 0, stream(seed, "ratios"));
  return Float64Array.from({ length: SAMPLES }, (_, i) => {
    const squares = noise.subarray(i * dim, (i + 1) * dim).reduce((sum, value) => sum + value ** 2, 0);
    return (squares * (1 - deviation ** 2)) / 2;
  });
}

describe("the Pareto shape of importance ratios", () => {
  it.each(golden)("is the reference's $kHat", ({ logRatios, kHat }) => expect(paretoShape(logRatios)).toBeCloseTo(kHat, 10));

  it.each([0.3, 0.5, 0.7, 0.9])("is 1 − s² for N(0, I) under N(0, s² I) in two dimensions, s = %f: exactly Pareto", (deviation) => {
    // |ε|²/2 is exponential, so that P(w > t) = t^(−1/(1 − s²)).
    const exact = 1 - deviation ** 2;
    for (const seed of [1, 2, 3]) {
      const shape = paretoShape(gaussianRatios(deviation, 2, seed));
      expect(Math.abs(shape - withPrior(exact)) / spread(exact)).toBeLessThan(4);
    }
  });

  it.each([0.3, 0.5, 0.7, 0.9])("tends to 1 − s² for N(0, 1) under N(0, s²), s = %f", (deviation) => {
    // P(w > t) ∝ t^(−1/(1 − s²)) / √log t: at the cutoff, c deviations out, the root still takes up to 1/c² of the shape.
    const exact = 1 - deviation ** 2;
    const cutoff = 2.59;
    for (const seed of [1, 2, 3]) {
      const shape = paretoShape(gaussianRatios(deviation, 1, seed));
      expect(shape).toBeLessThan(withPrior(exact) + 4 * spread(exact));
      expect(shape).toBeGreaterThan(withPrior(exact * (1 - 1 / cutoff ** 2)) - 4 * spread(exact));
    }
  });

  it("does not depend on an offset or on the order", () => {
    const { logRatios, kHat } = golden[2];
    expect(paretoShape(logRatios.map((value) => value - 2000).reverse())).toBeCloseTo(kHat, 8);
  });

  it("is below 0 for bounded ratios, which the prior shifts up", () => {
    const uniform = Float64Array.from({ length: SAMPLES }, (_, i) => Math.log(uniformAt(i, 0, stream(1, "bounded"))));
    expect(Math.abs(paretoShape(uniform) - withPrior(-1))).toBeLessThan(0.05);
  });

  it("is −∞ where all weights are equal, up to rounding", () => {
    expect(paretoShape(new Array(100).fill(-93.7))).toBe(Number.NEGATIVE_INFINITY);
    expect(paretoShape(Array.from({ length: 100 }, (_, i) => -93.7 + 1e-5 * (i % 3)))).toBe(Number.NEGATIVE_INFINITY);
  });

  it("is +∞ where there is no tail to fit", () => {
    const one = Array.from({ length: 400 }, (_, i) => (i === 7 ? 0 : -5000 - i));
    const few = Array.from({ length: 400 }, (_, i) => Math.min(4, i));
    for (const ratios of [[], [1, 2, 3], Array.from({ length: 20 }, (_, i) => i), one, few, new Array(100).fill(-Infinity)]) {
      expect(paretoShape(ratios)).toBe(Number.POSITIVE_INFINITY);
    }
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(paretoShape([...golden[0].logRatios, bad])).toBe(Number.POSITIVE_INFINITY);
    }
  });

  it("takes ratios of 0, and a grid point at θ = 0", () => {
    const { logRatios } = golden[0];
    expect(paretoShape(logRatios.map((value, i) => (i % 3 === 0 ? Number.NEGATIVE_INFINITY : value)))).toBeLessThan(1);
    // 16 draws make 34 points; the ninth is θ = 1/x₁₆ − 1/(3 x₄).
    const draws = [-9, -8, -7, Math.log(1 / 3), ...Array.from({ length: 12 }, (_, i) => -i / 20)];
    const steps = [...new Array(64).fill(Number.NEGATIVE_INFINITY), ...draws];
    expect(Number.isFinite(paretoShape(steps))).toBe(true);
  });
});

describe("the verdict", () => {
  it("is good below min(1 − 1/log₁₀ S, 0.7), bad up to 1, very bad above", () => {
    expect(goodShape(100)).toBeCloseTo(0.5, 12);
    expect(goodShape(400)).toBeCloseTo(1 - 1 / Math.log10(400), 12);
    expect(goodShape(1e6)).toBe(0.7);
    expect([0.49, 0.5, 1, 1.01].map((shape) => tailVerdict(shape, 100))).toEqual(["good", "bad", "bad", "veryBad"]);
    expect(tailVerdict(Number.NEGATIVE_INFINITY, 100)).toBe("good");
    for (const none of [Number.POSITIVE_INFINITY, Number.NaN]) expect(tailVerdict(none, 100)).toBe("veryBad");
  });
});
