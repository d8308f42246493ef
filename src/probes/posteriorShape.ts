import { reshape, type Tensor3D, tensor, zeros } from "@tensorflow/tfjs-core";
import { standardNormal } from "../engine/operations/standardNormal";
import { stream } from "../numeric/random";
import type { Guide } from "../vae/guide";
import type { Posterior } from "../vae/posterior";
import { readTogether } from "./readTogether";
import {
  densityLattice,
  drawsAxes,
  gaussianShape,
  kernelLattice,
  type Lattice,
  latticeCodes,
  noiseLattice,
  noiseNodes,
  type PosteriorShape,
  shapeOf,
} from "./shapeLattice";

/** Draws behind a kernel density. */
const KERNEL_DRAWS = 2000;

/** What is asked for: q of one image, and the dimensions of the square. */
export interface ShapeRequest {
  /** Makes q of the one image anew, for each reading. */
  posterior: () => Posterior;
  noiseShape: Guide["noiseShape"];
  /** Numbers of latent variables: all of them, and those that the square shows, which come last. */
  latents: number;
  base: number;
  axes: readonly [number, number];
  seed: number;
}

/**
 * q's shape on the square: in closed form for a Gaussian; over a lattice of noise where two (or one) numbers of noise are mapped smoothly
 * to all of z, which gives exact level sets without inverting the map; over a lattice of z where q's density is known anywhere; otherwise
 * by kernels over draws. Null where q is not made of finite numbers, or the model does not have these dimensions.
 */
export async function posteriorShape(request: ShapeRequest): Promise<PosteriorShape | null> {
  const { posterior, noiseShape, latents, base, axes } = request;
  const shown = base === 1 ? [0] : [...axes];
  if (shown.some((axis) => axis >= base) || (base > 1 && axes[0] === axes[1])) return null;
  const isAll = shown.length === latents;
  const noiseSize = noiseShape(1, 1).reduce((product, side) => product * side, 1);
  const columns = shown.map((axis) => latents - base + axis);
  const facts = await readTogether(() => gaussianFacts(posterior()));
  if (facts.mean.length > 0) return gaussianShape(facts.mean, facts.covariance, columns, shown);
  const lattice = isAll && noiseSize === latents ? await overNoise(posterior, shown.length) : await overDraws(request, columns, isAll);
  return lattice && shapeOf(lattice, shown);
}

const NOTHING = () => zeros([0]);

/** Mean and covariance of a Gaussian q, empty for any other. */
function gaussianFacts({ mean, covariance }: Posterior) {
  return mean === undefined || covariance === undefined ? { mean: NOTHING(), covariance: NOTHING() } : { mean, covariance: covariance() };
}

/** z and log q at the nodes of a lattice of ε. */
async function overNoise(posterior: () => Posterior, dimensions: number): Promise<Lattice | null> {
  const noise = noiseNodes(dimensions);
  const read = await readTogether(() => {
    const { z, logProb } = posterior().sample(tensor(noise, [noise.length / dimensions, 1, dimensions]));
    return { z, logDensity: logProb() };
  });
  return noiseLattice(noise, read.z, read.logDensity, dimensions);
}

/** Over a lattice of z around q's draws. */
async function overDraws({ posterior, noiseShape, seed }: ShapeRequest, columns: number[], isAll: boolean): Promise<Lattice | null> {
  let strata = 1;
  let hasDensity = false;
  const { z, logShare } = await readTogether(() => {
    const q = posterior();
    hasDensity = q.logProb !== undefined;
    strata = q.sample(zeros(noiseShape(1, 1))).z.shape[0];
    const shape = noiseShape(Math.ceil(KERNEL_DRAWS / strata), 1);
    const draws = q.sample(standardNormal(shape, 0, stream(seed, "posteriorShape")));
    return { z: draws.z, logShare: draws.logShare ?? zeros([draws.z.shape[0], 1]) };
  });
  const rows = logShare.length;
  const values = columns.map((column) => Float32Array.from({ length: rows }, (_, row) => z[(row * z.length) / rows + column]));
  if (!values.every((one) => one.every(Number.isFinite))) return null;
  const axes = drawsAxes(values);
  if (!isAll || !hasDensity) return kernelLattice({ values, weights: logShare.map(Math.exp), strata }, axes);
  const codes = latticeCodes(axes);
  const { logDensity } = await readTogether(() => {
    const at = tensor(codes, [codes.length / axes.length, 1, axes.length]) as Tensor3D;
    const density = posterior().logProb?.(at, { stopParameters: false });
    if (density === undefined) throw new Error("this posterior had a density a moment ago");
    return { logDensity: reshape(density, [-1]) };
  });
  return densityLattice(axes, codes, logDensity);
}
