import type { Split } from "../../data/split";
import type { Estimate } from "../../numeric/estimates";
import type { TailVerdict } from "../../numeric/paretoTail";
import type { ImageSource } from "../oneImage";

/** What the diagnostics answer: plain values and typed arrays, everything in nats unless it says otherwise. */

export type { Estimate };

/** Which image a report is of. */
interface OfImage {
  source: ImageSource;
  label: number | null;
}

/** log p(x) by quadrature. */
export interface QuadratureValue {
  value: number;
  /** Quadrature's own error: lattice, discarded cells and the edge of the domain together. */
  error: number;
  parts: { lattice: number; discarded: number; shell: number };
  /** h of the finest cells, half the side of the domain, and points decoded. */
  spacing: number;
  limit: number;
  points: number;
  /** The importance estimate that it was checked with, and whether mass lies where the lattice does not reach: then no value is to be shown. */
  check: Estimate;
  missed: boolean;
}

/** The bounds of one image beside log p(x), and log p(x) = ELBO + KL(q ‖ p(z|x)). */
export interface EvidenceReport extends OfImage {
  /** Null where quadrature is not to be had; `whyNot` then says so. */
  logEvidence: QuadratureValue | null;
  whyNot: string | null;
  /** E_q[log p(x|z)] − KL over `samples` draws. */
  elbo: Estimate;
  /** L_K for growing K; all from the same draws. */
  bounds: { samples: number; bound: Estimate }[];
  /** Draws behind elbo and the largest bound. */
  samples: number;
  /** Modes of the exact posterior, the highest first. */
  modes: { place: number[]; mass: number }[];
}

/** Shapes k̂ of the tails of the importance weights p(x, z)/q(z|x), image by image (Vehtari et al. 2024). */
export interface TailsReport {
  split: Split;
  /** S, draws of each image. */
  samples: number;
  /** The largest k̂ with which L_S is reliable, min(1 − 1/log₁₀ S, .7). */
  threshold: number;
  /** [images]. */
  shapes: Float32Array;
  /** Index of each image in the official file. */
  indices: Uint32Array;
  counts: Record<TailVerdict, number>;
}

/** One annealed importance sampling run (Neal 2001). */
export interface AnnealingRun extends Estimate {
  start: "q" | "prior";
  temperatures: number;
  effectiveSampleSize: number;
  /** Share of the transitions that were accepted. */
  acceptance: number;
}

/** A stochastic lower bound on log p(x) of one image, and what speaks for it. */
export interface AnnealingReport extends OfImage {
  chains: number;
  leapfrogSteps: number;
  /** From q with twice its standard deviation; with twice the temperatures; from the prior. */
  runs: { single: AnnealingRun; doubled: AnnealingRun; fromPrior: AnnealingRun };
  /** What is not as it should be; the value is trusted where this is empty, otherwise "unresolved". */
  doubts: string[];
  /** The doubled run's value; its error spans three standard errors and what doubling moved. */
  bound: Estimate;
}

/** log p(x) − ELBO of one image, taken apart. */
export interface GapReport extends OfImage {
  logEvidence: QuadratureValue | null;
  whyNot: string | null;
  /** The ELBO of the encoder's q and of the best q of the family that was found, on the same fresh noise. */
  amortized: Estimate;
  best: Estimate;
  /** best − amortized on that noise: a lower bound of the amortisation gap. Its error is that of paired differences. */
  amortizationGap: Estimate;
  /** log p(x) − best: an upper bound of the approximation gap; null without log p(x). */
  approximationGap: Estimate | null;
  /** Where the searches began, how many steps each took, and the ELBO that each came to on the noise that the best was chosen by. */
  searches: { start: string; steps: number; elbo: number }[];
  /** Draws of each. */
  searchSamples: number;
  scoreSamples: number;
}

/** Ranks of one quantity among draws of q (Talts et al. 2018). */
export interface RankReport {
  /** "z₁", …, or "log p(x, z)". */
  name: string;
  bins: number[];
  chiSquare: number;
  pValue: number;
  /** ECDF of the ranks minus the uniform's at each rank 0 … L, [L + 1]. */
  ecdfDifference: Float64Array;
}

/** Simulation-based calibration of q on the model's own images. */
export interface CalibrationReport {
  /** N simulated images, L draws of q for each. */
  simulations: number;
  draws: number;
  ranks: RankReport[];
  /** The smallest p times the number of tests. */
  pValue: number;
  /** Simultaneous 95 % bands of the ECDF difference, [L + 1] each. */
  bands: { lower: Float64Array; upper: Float64Array };
}

/** How much of the exact posterior lies in q's regions of highest density. */
export interface CoverageReport {
  split: Split;
  /** Images with a value, and those withheld because quadrature missed mass. */
  images: number;
  withheld: number;
  regions: {
    /** What the region holds of q, .5 or .95. */
    nominal: number;
    /** The mean over images of what it holds of p(z|x), and its standard error over them. */
    coverage: Estimate;
    /** Image by image, [images]. */
    held: Float32Array;
  }[];
}

/** The encoder as a channel: what the codes of a split say, and how they fill the prior. */
export interface AggregateReport {
  split: Split;
  images: number;
  activeUnits: number;
  /** Var over images of E_q[z_d|x], what its estimate adds taken away, [dim]. */
  meanVariance: number[];
  /** Mean KL over images: the rate; its split over dimensions where it has one. */
  rate: Estimate;
  klPerDimension: number[] | null;
  /** −E_q[log p(x|z)], the distortion. */
  distortion: Estimate;
  /** rate = mutual information + KL(q(z) ‖ p(z)); null where q's density is known at its own draws only. */
  aggregate: {
    /** I_q(x; z), at most ln of the number of images. */
    mutualInformation: Estimate;
    /** KL(q(z) ‖ p(z)), q(z) the mean of q(z|x) over these images. */
    marginalKl: Estimate;
    /** KL(q(z_d) ‖ N(0, 1)) of each dimension, and what the dimensions share, total correlation; null where q is no Gaussian. */
    klOfMarginals: number[] | null;
    totalCorrelation: Estimate | null;
  } | null;
  whyNoAggregate: string | null;
}

/** Every diagnostic by its name. */
export interface DiagnosticReports {
  evidence: EvidenceReport;
  tails: TailsReport;
  annealing: AnnealingReport;
  gap: GapReport;
  calibration: CalibrationReport;
  coverage: CoverageReport;
  aggregate: AggregateReport;
}

export type DiagnosticName = keyof DiagnosticReports;

/** What a diagnostic may be told; what is left out takes its default. */
export interface DiagnosticOptions {
  /** Of evidence, annealing and gap: the image. */
  source?: ImageSource;
  /** Of tails, calibration, coverage and aggregate: how many images. */
  count?: number;
  seed?: number;
}

/** A report as it is shown: when it was made, and what it cost. */
export interface MadeReport<N extends DiagnosticName = DiagnosticName> {
  name: N;
  report: DiagnosticReports[N];
  /** Updates that the weights had had. */
  step: number;
  /** From its start to its end, with whatever trained meanwhile. */
  seconds: number;
}

/** A diagnostic on its way. */
export type DiagnosticProgress =
  /** Waits for another to end. */
  | { phase: "waiting" }
  /** `done` of `total` in units of its own. */
  | { phase: "measuring"; done: number; total: number }
  | { phase: "done"; made: MadeReport }
  | { phase: "stopped" }
  | { phase: "failed"; reason: string };
