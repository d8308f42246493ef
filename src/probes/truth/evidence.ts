import { type Tensor2D, tensor2d } from "@tensorflow/tfjs-core";
import { type Estimate, logMeanEstimate } from "../../numeric/estimates";
import { cellCentres, coarseCells, type LatticeCells } from "../../numeric/latticeCells";
import { logSumExp } from "../../numeric/logSums";
import { type Quadrature, quadrature } from "../../numeric/quadrature";
import { normals, stream } from "../../numeric/random";
import type { VariationalAutoencoder } from "../../vae/vae";
import { type Between, type CoarseCodes, logLikelihoodsAt } from "./codeLikelihoods";
import { type GaussianFactor, gaussianDraws, gaussianLogDensity, gaussianOfPosterior, standardGaussian } from "./gaussianOfPosterior";

/** The error at which a lattice is fine enough, in nats. */
const QUADRATURE_TOLERANCE = 0.005;

/** What is integrated: p(x, z) over z for one image. */
export interface EvidenceRequest {
  vae: Pick<VariationalAutoencoder, "guide" | "decoder" | "likelihood">;
  /** Of the same parameters. */
  coarse: CoarseCodes;
  /** What the encoder sees, [pixels]. */
  seen: Float32Array;
  dim: 1 | 2;
  /** Of the draws of the check. */
  seed: number;
  tolerance?: number;
  /** Cells in the region of highest density at least: for its modes, its shape, and what it holds. */
  resolution?: number;
  between: Between;
}

/** Enough cells for contours and modes. */
export const SHAPE_RESOLUTION = 150;

/** log p(x) by quadrature, and what it was checked with. In nats. */
export interface Evidence {
  quadrature: Quadrature;
  /** An importance estimate from draws that also look elsewhere, and the standard error of its logarithm. */
  check: Estimate;
  /**
   * Mass lies where the lattice does not reach, and the value is not to be shown: the check exceeds it by more than both errors explain (a mode
   * lies between the points of the coarsest lattice), or the widest domain holds too much at its edge for what lies beyond to be nothing.
   */
  missed: boolean;
  /** q, or the Gaussian with its moments. */
  q: GaussianFactor;
}

/** The largest share of the mass within one of the edge, at ±10, with which a value is given. */
const MOST_SHELL = 0.01;

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/** Values of log p(x|z) made those of log p(x, z), in float64; codes [n, dim]. */
function withPrior(logLikelihoods: Float32Array, codes: ArrayLike<number>, dim: number): Float64Array {
  return Float64Array.from(logLikelihoods, (value, i) => {
    let joint = value;
    for (let d = 0; d < dim; d++) joint -= 0.5 * codes[i * dim + d] ** 2 + HALF_LOG_TWO_PI;
    return joint;
  });
}

/** log p(x) and the exact posterior of one image. @throws Error where q or p(x, z) is not made of finite numbers. */
export async function evidence(request: EvidenceRequest): Promise<Evidence> {
  const { vae, coarse, seen, dim, seed, tolerance = QUADRATURE_TOLERANCE, resolution, between } = request;
  const x = tensor2d(seen, [1, seen.length]);
  try {
    const q = await gaussianOfPosterior(() => vae.guide.posterior(x), vae.guide, dim, stream(seed, "evidence/moments"));
    if (q === null) throw new Error("q(z|x) is not made of finite numbers, so there is nothing to compare the exact posterior with");
    const jointAt = async (cells: LatticeCells, at: (codes: Float32Array) => Promise<Float32Array>) => {
      const codes = cellCentres(cells);
      return withPrior(await at(codes), codes, dim);
    };
    const integral = await quadrature({
      dim,
      center: q.mean,
      tolerance,
      resolution,
      coarse: (limit) => jointAt(coarseCells(dim, limit), () => coarse.logLikelihoods(x, limit, between)),
      values: (cells) => jointAt(cells, (codes) => logLikelihoodsAt(vae, x, codes, dim, between)),
    });
    const check = await defensiveEstimate(request, x, q);
    // Written so that what is not a number is withheld too.
    const isCovered = check.value <= integral.logIntegral + integral.error + 3 * check.error && integral.parts.shell <= MOST_SHELL;
    return { quadrature: integral, check, missed: !isCovered, q };
  } finally {
    x.dispose();
  }
}

/** How many of the 2 000 draws come from q, from q four times as wide, and from the prior. */
const DEFENSE = [
  { share: 0.5, count: 1000, scale: 1 },
  { share: 0.3, count: 600, scale: 4 },
  { share: 0.2, count: 400, scale: null },
] as const;

/** Defensive importance sampling (Hesterberg 1995): the prior's share bounds the weights wherever q is too narrow. */
async function defensiveEstimate({ vae, dim, seed, between }: EvidenceRequest, x: Tensor2D, q: GaussianFactor) {
  const prior = standardGaussian(dim);
  const parts = DEFENSE.map(({ share, count, scale }) => ({ share, count, from: scale === null ? prior : q, scale: scale ?? 1 }));
  const draws = parts.flatMap(({ count, from, scale }, i) => [
    ...gaussianDraws(from, normals(count * dim, i, stream(seed, "evidence/check")), scale),
  ]);
  const codes = Float32Array.from(draws);
  const joint = withPrior(await logLikelihoodsAt(vae, x, codes, dim, between), codes, dim);
  const logWeights = joint.map((value, i) => {
    const densities = parts.map(({ share, from, scale }) => Math.log(share) + gaussianLogDensity(from, codes, i * dim, scale));
    return value - logSumExp(densities);
  });
  return logMeanEstimate(logWeights);
}
