import type { DiagnosticReports } from "../../src/worker/protocol";
import { calibrationOf, MEASURED, QUADRATURE, ranksOf, tailsOf, uniform } from "./diagnosticsData";

/** Reports that are hard to draw: coinciding bounds, missed mass, a negative part, infinite shapes, doubts, collapse. */
export const AWKWARD: DiagnosticReports = {
  evidence: {
    ...MEASURED.evidence,
    source: { kind: "drawn", pixels: new Float32Array(784) },
    label: null,
    logEvidence: QUADRATURE && { ...QUADRATURE, value: -206.4412, error: 0.00008 },
    elbo: { value: -206.4425, error: 0.0009 },
    bounds: [5, 50, 500, 5000].map((samples, i) => ({
      samples,
      bound: { value: -206.442 + 0.0002 * i, error: i === 3 ? Number.NaN : 0.0007 },
    })),
    modes: [{ place: [0.02, -0.01], mass: 1 }],
  },
  gap: {
    ...MEASURED.gap,
    label: 8,
    logEvidence: QUADRATURE && { ...QUADRATURE, missed: true, check: { value: -133.2, error: 0.11 } },
    amortizationGap: { value: -0.011, error: 0.018 },
    approximationGap: { value: 0.148, error: 0.03 },
  },
  tails: tailsOf(
    Float32Array.from({ length: 200 }, (_, i) => {
      if (i < 3) return Number.POSITIVE_INFINITY;
      if (i < 9) return Number.NEGATIVE_INFINITY;
      return i < 60 ? 1.9 - i * 0.01 : 0.05 + (i % 97) * 0.009;
    }),
  ),
  annealing: {
    ...MEASURED.annealing,
    runs: {
      ...MEASURED.annealing.runs,
      fromPrior: { value: -171.9, error: 4.2, start: "prior", temperatures: 400, effectiveSampleSize: 1, acceptance: 0.02 },
    },
    doubts: [
      "the start from the prior differs by 37.8 nats, more than three standard errors",
      "from the prior the 16 chains are worth 1.0: one of them has all the weight",
    ],
    bound: { value: -134.128, error: 37.9 },
  },
  calibration: calibrationOf([ranksOf("z₁", () => 0.5, 1), ranksOf("z₂", (u) => (u > 0.5 ? 1 : 0), 2), ranksOf("log p(x, z)", uniform, 3)]),
  coverage: {
    split: "test",
    images: 1,
    withheld: 19,
    regions: [
      { nominal: 0.5, coverage: { value: 0, error: Number.NaN }, held: Float32Array.of(0) },
      { nominal: 0.95, coverage: { value: 1, error: Number.NaN }, held: Float32Array.of(1) },
    ],
  },
  aggregate: {
    split: "test",
    images: 500,
    activeUnits: 0,
    meanVariance: [1e-7, 0.0004],
    rate: { value: 0.0012, error: 0.0001 },
    klPerDimension: [0.0004, 0.0008],
    distortion: { value: 206.1, error: 1.9 },
    aggregate: {
      mutualInformation: { value: 0.0011, error: 0.0002 },
      marginalKl: { value: 0.0001, error: 0.0002 },
      klOfMarginals: [0.0001, 0.0002],
      totalCorrelation: { value: -0.0002, error: 0.001 },
    },
    whyNoAggregate: null,
  },
};
