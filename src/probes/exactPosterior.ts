import { HELD_SHARES } from "../numeric/highestDensity";
import { latticeIntervals, latticePatches } from "../numeric/latticePatches";
import { type LatticeMode, latticeModes, latticeMoments, latticeThresholds } from "../numeric/latticePosterior";
import type { Quadrature } from "../numeric/quadrature";
import type { QuadratureValue } from "./diagnostics/reports";
import type { ImageSource } from "./oneImage";
import type { PosteriorShape } from "./shapeLattice";
import type { Evidence } from "./truth/evidence";

export interface ExactPosteriorSettings {
  source: ImageSource;
}

/** The true posterior p(z|x) of one image, and log p(x). */
export interface ExactPosterior {
  settings: ExactPosteriorSettings;
  logEvidence: QuadratureValue;
  /** Regions of highest density that hold what q's contours hold; null where quadrature missed mass. */
  shape: PosteriorShape | null;
  /** E[z|x], [dim]. */
  mean: number[];
  modes: LatticeMode[];
  /** What it took, with whatever trained meanwhile. */
  seconds: number;
}

/** What is told of a quadrature. */
export function quadratureValue({ quadrature, check, missed }: Evidence): QuadratureValue {
  const { logIntegral, error, parts, limit, levels, evaluations } = quadrature;
  return { value: logIntegral, error, parts, spacing: levels[0].spacing, limit, points: evaluations, check, missed };
}

/** The picture of an image's exact posterior. */
export function exactPosteriorOf(evidence: Evidence, settings: ExactPosteriorSettings, seconds: number): ExactPosterior {
  const { quadrature, missed } = evidence;
  return {
    settings,
    logEvidence: quadratureValue(evidence),
    shape: missed ? null : shapeOfQuadrature(quadrature),
    mean: latticeMoments(quadrature).mean,
    modes: latticeModes(quadrature),
    seconds,
  };
}

function shapeOfQuadrature(quadrature: Quadrature): PosteriorShape {
  const { dim } = quadrature.levels[0];
  const thresholds = latticeThresholds(quadrature, HELD_SHARES[dim]);
  const axes = dim === 1 ? [0] : [0, 1];
  if (dim === 1) {
    return { kind: "intervals", axes, draws: null, levels: thresholds.map((threshold) => latticeIntervals(quadrature, threshold)) };
  }
  return { kind: "patches", axes, draws: null, thresholds, patches: latticePatches(quadrature, Math.min(...thresholds)) };
}
