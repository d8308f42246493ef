import { describe, expect, it } from "vitest";
import { boundEstimate, effectiveSampleSize, logMeanEstimate, meanEstimate } from "../../src/numeric/estimates";
import { logSumExp } from "../../src/numeric/logSums";
import { mixtureKl } from "../../src/numeric/marginalKl";
import { normals, stream } from "../../src/numeric/random";

const log = (values: number[]): Float64Array => Float64Array.from(values, Math.log);

describe("estimates", () => {
  it("of a sum of exponentials do not overflow", () => {
    expect(logSumExp([1000, 1000])).toBeCloseTo(1000 + Math.LN2, 12);
    expect(logSumExp([-1e9, 0])).toBe(0);
    expect(logSumExp([])).toBe(Number.NEGATIVE_INFINITY);
  });

  it("of a mean carry its standard error", () => {
    expect(meanEstimate([1, 2, 3, 4]).value).toBe(2.5);
    expect(meanEstimate([1, 2, 3, 4]).error).toBeCloseTo(Math.sqrt(5 / 3 / 4), 12);
  });

  it("of the log of a mean weight too, by the delta method", () => {
    const weights = [1, 2, 3, 4];
    const { value, error } = logMeanEstimate(log(weights).map((weight) => weight + 700));
    expect(value).toBeCloseTo(700 + Math.log(2.5), 10);
    expect(error).toBeCloseTo(meanEstimate(weights).error / 2.5, 10);
  });

  it("of L_K are means over blocks: K = 1 is the mean log-weight, all of them one block", () => {
    const logWeights = log([1, 2, 3, 4, 5, 6]);
    expect(boundEstimate(logWeights, 1).value).toBeCloseTo(meanEstimate(logWeights).value, 12);
    expect(boundEstimate(logWeights, 3).value).toBeCloseTo((Math.log(2) + Math.log(5)) / 2, 12);
    expect(boundEstimate(logWeights, 6).value).toBeCloseTo(Math.log(3.5), 12);
  });

  it("of the effective sample size go from one to all", () => {
    expect(effectiveSampleSize([3, 3, 3, 3])).toBeCloseTo(4, 12);
    expect(effectiveSampleSize([0, -800])).toBeCloseTo(1, 12);
    expect(effectiveSampleSize(log([1, 3]))).toBeCloseTo(16 / 10, 12);
  });
});

describe("KL of a mixture of normals from N(0, 1)", () => {
  it("of one normal is the closed form, however narrow or far", () => {
    for (const [mean, deviation] of [
      [0, 1],
      [1, 0.5],
      [-3, 0.02],
      [2, 3],
    ]) {
      const closed = 0.5 * (mean ** 2 + deviation ** 2 - 1) - Math.log(deviation);
      expect(mixtureKl({ means: Float64Array.of(mean), deviations: Float64Array.of(deviation) })).toBeCloseTo(closed, 5);
    }
  });

  it("of several agrees with Monte Carlo", () => {
    const [means, deviations] = [Float64Array.of(-2, 0.5, 1), Float64Array.of(0.3, 0.1, 1)];
    const noise = normals(300_000, 0, stream(1, "mixture"));
    const values = Float64Array.from(noise, (epsilon, i) => {
      const z = means[i % 3] + deviations[i % 3] * epsilon;
      const own = [0, 1, 2].map((c) => -0.5 * ((z - means[c]) / deviations[c]) ** 2 - Math.log(3 * deviations[c]));
      return logSumExp(own) + 0.5 * z * z;
    });
    const { value, error } = meanEstimate(values);
    expect(Math.abs(mixtureKl({ means, deviations }) - value)).toBeLessThan(4 * error);
  });
});
