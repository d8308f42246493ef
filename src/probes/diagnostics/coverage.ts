import { reshape, type Tensor2D, type Tensor3D, tensor, tensor2d } from "@tensorflow/tfjs-core";
import { IMAGE_PIXELS } from "../../data/manifest";
import { standardNormal } from "../../engine/operations/standardNormal";
import { familyFacts } from "../../experiment/posteriors";
import { whyNoQuadrature } from "../../experiment/quadrature";
import { chiSquareQuantile } from "../../numeric/chiSquare";
import { meanEstimate } from "../../numeric/estimates";
import { heldMass } from "../../numeric/heldMass";
import { forEachCell } from "../../numeric/latticePosterior";
import { stream } from "../../numeric/random";
import { evaluationImages } from "../../training/evaluation";
import { densityAt, type Posterior } from "../../vae/posterior";
import { plainDraws } from "../plainDraws";
import { readTogether } from "../readTogether";
import { type Evidence, evidence, SHAPE_RESOLUTION } from "../truth/evidence";
import { whitened } from "../truth/gaussianOfPosterior";
import type { Diagnostic, DiagnosticContext } from "./context";
import { evaluationImage } from "./evaluationImage";

/** What the regions of highest density hold of q. */
const SHARES = [0.5, 0.95];

/** Draws that the level of a region is found from where q is no Gaussian. */
const LEVEL_DRAWS = 4000;

/** What q's regions hold of the exact posterior of one image. */
async function heldByRegions(
  { vae, experiment, between }: DiagnosticContext,
  x: Tensor2D,
  found: Evidence,
  seed: number,
): Promise<number[]> {
  const { quadrature, q } = found;
  const { closedKl } = familyFacts(experiment.latent.posterior);
  // The families whose KL has a closed form are the Gaussian ones.
  if (closedKl !== "none") {
    const limits = SHARES.map((share) => chiSquareQuantile(share, q.mean.length));
    return limits.map((limit) => heldMass(quadrature, (point) => whitened(q, point).reduce((sum, value) => sum + value ** 2, 0) <= limit));
  }
  const posterior = () => vae.guide.posterior(x);
  const noise = () => standardNormal(vae.guide.noiseShape(LEVEL_DRAWS, 1), 0, stream(seed, "coverage/noise"));
  const draws = await plainDraws(posterior, noise, 1, stream(seed, "coverage/component"));
  await between();
  const levels = (await logDensities(posterior, draws, q.mean.length)).sort();
  const middles: number[] = [];
  const masses: number[] = [];
  forEachCell(quadrature, (middle, mass) => {
    if (mass < 1e-9) return;
    middles.push(...middle);
    masses.push(mass);
  });
  const densities = await logDensities(posterior, Float32Array.from(middles), q.mean.length);
  await between();
  return SHARES.map((share) => {
    const level = levels[Math.floor((1 - share) * levels.length)];
    return masses.reduce((sum, mass, cell) => sum + (densities[cell] >= level ? mass : 0), 0);
  });
}

/** log q at codes [n, dim]. */
async function logDensities(posterior: () => Posterior, codes: Float32Array, dim: number): Promise<Float32Array> {
  const { density } = await readTogether(() => {
    const z = tensor(codes, [codes.length / dim, 1, dim]) as Tensor3D;
    return { density: reshape(densityAt(posterior(), z, { stopParameters: false }), [-1]) };
  });
  return density;
}

/** How much of the exact posterior of test images lies where q says that half, and 95 %, of it should. */
export const coverage: Diagnostic<"coverage"> = {
  takes: { count: { default: 100, most: 10_000 } },
  async measure(context, { count, seed }) {
    const { experiment, vae, coarse, test, between, progress } = context;
    const whyNot = whyNoQuadrature(experiment);
    if (whyNot !== null || coarse === null) throw new Error(whyNot ?? "this model has no lattice of codes");
    if (familyFacts(experiment.latent.posterior).density === "ownDraws") {
      throw new Error(`q's regions need its density at any z, and "${experiment.latent.posterior.kind}" has it at its own draws only`);
    }
    const data = test();
    const indices = evaluationImages(seed, data.labels, experiment.data.digits, count);
    const held = SHARES.map((): number[] => []);
    let withheld = 0;
    for (const [i, index] of indices.entries()) {
      progress(i, indices.length);
      const seen = evaluationImage(experiment, data, index, seed);
      const found = await evidence({ vae, coarse, seen, dim: experiment.latent.dim as 1 | 2, seed, resolution: SHAPE_RESOLUTION, between });
      if (found.missed) withheld += 1;
      else {
        const x = tensor2d(seen, [1, IMAGE_PIXELS]);
        try {
          (await heldByRegions(context, x, found, seed)).forEach((share, region) => {
            held[region].push(share);
          });
        } finally {
          x.dispose();
        }
      }
    }
    const regions = SHARES.map((nominal, i) => ({ nominal, coverage: meanEstimate(held[i]), held: Float32Array.from(held[i]) }));
    return { split: "test", images: held[0].length, withheld, regions };
  },
};
