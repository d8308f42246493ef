import { normals, stream, uniformAt } from "../../src/numeric/random";
import { ecdfBands, rankStatistics } from "../../src/numeric/rankCalibration";
import type { DiagnosticReports, ImageSource, RankReport } from "../../src/worker/protocol";

/** Reports as a trained model of two dimensions would give them, and one of ten. */

const SOURCE: ImageSource = { kind: "dataset", split: "test", index: 7 };
const DRAWS = 199;
const SIMULATIONS = 400;

export const QUADRATURE: DiagnosticReports["evidence"]["logEvidence"] = {
  value: -134.1186,
  error: 0.0021,
  parts: { lattice: 0.0016, discarded: 0.0004, shell: 1.2e-7 },
  spacing: 0.0078125,
  limit: 6,
  points: 243_712,
  check: { value: -134.1302, error: 0.019 },
  missed: false,
};

/** Ranks as they come about: uniform ones raised to a power and folded, so that they lean or lie too far out. */
export function ranksOf(name: string, shape: (uniform: number) => number, seed: number): RankReport {
  const id = stream(seed, "ranks");
  const ranks = Array.from({ length: SIMULATIONS }, (_, i) => Math.min(DRAWS, Math.floor(shape(uniformAt(i, 0, id)) * (DRAWS + 1))));
  return { name, ...rankStatistics(ranks, DRAWS) };
}

export const uniform = (u: number) => u;
const tooNarrow = (u: number) => 0.5 - 0.5 * Math.cos(Math.PI * u);
const biased = (u: number) => u ** 0.7;

export function calibrationOf(ranks: RankReport[]): DiagnosticReports["calibration"] {
  const pValue = Math.min(1, ranks.length * Math.min(...ranks.map((rank) => rank.pValue)));
  return { simulations: SIMULATIONS, draws: DRAWS, ranks, pValue, bands: ecdfBands(SIMULATIONS, DRAWS) };
}

export function tailsOf(shapes: Float32Array): DiagnosticReports["tails"] {
  const threshold = 0.697;
  const good = shapes.filter((shape) => shape < threshold).length;
  const bad = shapes.filter((shape) => shape >= threshold && shape <= 1).length;
  const counts = { good, bad, veryBad: shapes.length - good - bad };
  return { split: "test", samples: 2000, threshold, shapes, indices: Uint32Array.from(shapes, (_, i) => 47 * i), counts };
}

const held = (centre: number, spread: number, seed: number) =>
  Float32Array.from(normals(40, seed, stream(1, "held")), (noise) => Math.max(0, Math.min(1, centre + spread * noise)));

export const MEASURED: DiagnosticReports = {
  evidence: {
    source: SOURCE,
    label: 9,
    logEvidence: QUADRATURE,
    whyNot: null,
    elbo: { value: -135.5904, error: 0.021 },
    bounds: [
      { samples: 5, bound: { value: -134.8122, error: 0.028 } },
      { samples: 50, bound: { value: -134.3107, error: 0.035 } },
      { samples: 500, bound: { value: -134.1594, error: 0.041 } },
      { samples: 5000, bound: { value: -134.1262, error: 0.027 } },
    ],
    samples: 5000,
    modes: [
      { place: [0.651, 1.262], mass: 0.871 },
      { place: [-0.213, 1.704], mass: 0.129 },
    ],
  },
  gap: {
    source: SOURCE,
    label: 9,
    logEvidence: QUADRATURE,
    whyNot: null,
    amortized: { value: -135.592, error: 0.034 },
    best: { value: -134.969, error: 0.029 },
    amortizationGap: { value: 0.623, error: 0.021 },
    approximationGap: { value: 0.85, error: 0.029 },
    searches: [
      { start: "the encoder's q", steps: 300, elbo: -134.96 },
      { start: "the encoder's q, twice as wide", steps: 300, elbo: -134.97 },
      { start: "the highest mode", steps: 300, elbo: -134.96 },
      { start: "the prior", steps: 500, elbo: -141.2 },
    ],
    searchSamples: 256,
    scoreSamples: 5000,
  },
  tails: tailsOf(Float32Array.from(normals(200, 0, stream(1, "tails")), (noise) => 0.38 + 0.24 * noise)),
  annealing: {
    source: SOURCE,
    label: 9,
    chains: 16,
    leapfrogSteps: 10,
    runs: {
      single: { value: -134.161, error: 0.052, start: "q", temperatures: 200, effectiveSampleSize: 12.1, acceptance: 0.81 },
      doubled: { value: -134.128, error: 0.031, start: "q", temperatures: 400, effectiveSampleSize: 14.2, acceptance: 0.83 },
      fromPrior: { value: -134.204, error: 0.092, start: "prior", temperatures: 400, effectiveSampleSize: 8.4, acceptance: 0.79 },
    },
    doubts: [],
    bound: { value: -134.128, error: 0.126 },
  },
  calibration: calibrationOf([ranksOf("z₁", tooNarrow, 1), ranksOf("z₂", uniform, 2), ranksOf("log p(x, z)", biased, 3)]),
  coverage: {
    split: "test",
    images: 40,
    withheld: 2,
    regions: [
      { nominal: 0.5, coverage: { value: 0.412, error: 0.014 }, held: held(0.412, 0.09, 0) },
      { nominal: 0.95, coverage: { value: 0.887, error: 0.016 }, held: held(0.9, 0.08, 1) },
    ],
  },
  aggregate: {
    split: "test",
    images: 2000,
    activeUnits: 2,
    meanVariance: [0.941, 0.877],
    rate: { value: 5.708, error: 0.021 },
    klPerDimension: [2.93, 2.778],
    distortion: { value: 155.31, error: 0.61 },
    aggregate: {
      mutualInformation: { value: 5.411, error: 0.019 },
      marginalKl: { value: 0.297, error: 0.012 },
      klOfMarginals: [0.041, 0.032],
      totalCorrelation: { value: 0.224, error: 0.03 },
    },
    whyNoAggregate: null,
  },
};

const TEN = Array.from({ length: 10 }, (_, d) => d);
const NO_QUADRATURE =
  "log p(x) by quadrature needs at most 2 latent dimensions, and this model has 10: a lattice over them would have more points than can be decoded";

export const WITHOUT_QUADRATURE: Partial<DiagnosticReports> = {
  evidence: { ...MEASURED.evidence, logEvidence: null, whyNot: NO_QUADRATURE, modes: [] },
  gap: { ...MEASURED.gap, logEvidence: null, whyNot: NO_QUADRATURE, approximationGap: null },
  calibration: calibrationOf([
    ...TEN.map((d) => ranksOf(`z${String.fromCodePoint(0x2081 + d)}`.replace("₊", "₁₀"), d % 4 === 1 ? tooNarrow : uniform, d)),
    ranksOf("log p(x, z)", biased, 30),
  ]),
  aggregate: {
    ...MEASURED.aggregate,
    activeUnits: 6,
    meanVariance: TEN.map((d) => (d < 6 ? 0.9 - d * 0.1 : 3e-3 * 10 ** (6 - d))),
    klPerDimension: TEN.map((d) => (d < 6 ? 3.1 - d * 0.3 : 0.004)),
    rate: { value: 14.12, error: 0.05 },
    distortion: { value: 91.2, error: 0.4 },
    aggregate: {
      mutualInformation: { value: 7.48, error: 0.01 },
      marginalKl: { value: 6.64, error: 0.05 },
      klOfMarginals: null,
      totalCorrelation: null,
    },
  },
};
