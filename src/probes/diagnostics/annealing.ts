import { dispose, grad, keep, type Scalar, sum, type Tensor, type Tensor2D, type Tensor3D, tensor, tensor2d } from "@tensorflow/tfjs-core";
import { IMAGE_PIXELS } from "../../data/manifest";
import { abandoningTape } from "../../engine/abandoningTape";
import { annealedImportance, pilotStepSizes } from "../../numeric/annealedImportance";
import type { LogDensityWithGradient } from "../../numeric/hamiltonian";
import { stream } from "../../numeric/random";
import type { Model } from "../../vae/model";
import { latentSizes } from "../../vae/priors/priors";
import { readTogether } from "../readTogether";
import { type GaussianFactor, gaussianOfPosterior, standardGaussian } from "../truth/gaussianOfPosterior";
import type { Diagnostic } from "./context";
import type { AnnealingReport, AnnealingRun, Estimate } from "./reports";

const CHAINS = 16;
const TEMPERATURES = 300;
const LEAPFROG_STEPS = 5;

/** The start is q with so many times its standard deviation. */
const WIDENING = 2;

/** A value is trusted from this effective sample size on, if doubling the temperatures moves it by less than so many nats. */
const LEAST_SAMPLE_SIZE = 8;
const LARGEST_MOVE = 0.1;

/** log p(x, z) and its gradient in z, at codes of all latents, [n, latents]. */
function jointWithGradient({ logJoint }: Model, x: Tensor2D, latents: number): LogDensityWithGradient {
  return async (codes) => {
    const shape: [number, number, number] = [codes.length / latents, 1, latents];
    let held: Tensor | undefined;
    try {
      const { value, gradient } = await readTogether(() => {
        const total = (z: Tensor): Scalar => {
          held = keep(logJoint(x, z as Tensor3D));
          return sum(held);
        };
        const slope = abandoningTape(() => grad(total)(tensor(Float32Array.from(codes), shape)));
        if (held === undefined) throw new Error("the joint density was not evaluated");
        return { value: held, gradient: slope };
      });
      return { value: Float64Array.from(value), gradient: Float64Array.from(gradient) };
    } finally {
      if (held !== undefined) dispose(held);
    }
  };
}

type RunSettings = Pick<AnnealingRun, "start" | "temperatures">;

/** What is not as it should be with the runs. */
export function doubtsOf({ single, doubled, fromPrior }: AnnealingReport["runs"]): string[] {
  const move = Math.abs(doubled.value - single.value);
  const apart = Math.abs(doubled.value - fromPrior.value);
  const allowed = 3 * Math.hypot(doubled.error, fromPrior.error);
  return [
    ...(doubled.effectiveSampleSize >= LEAST_SAMPLE_SIZE ? [] : [`the ${CHAINS} chains are worth fewer than ${LEAST_SAMPLE_SIZE}`]),
    ...(move < LARGEST_MOVE ? [] : [`twice the temperatures moved it by ${move.toFixed(2)} nats`]),
    ...(apart <= allowed ? [] : ["a start from the prior does not agree within three standard errors"]),
  ];
}

/** log p(x) of one image by annealed importance sampling (Neal 2001; Wu et al. 2017): in any number of dimensions, from below. */
export const annealing: Diagnostic<"annealing"> = {
  takes: { source: true },
  async measure({ experiment, vae, image, between, progress }, { source, seed }) {
    const { seen, label } = image(source);
    const { latents } = latentSizes(experiment.latent);
    const x = tensor2d(seen, [1, IMAGE_PIXELS]);
    try {
      const q = await gaussianOfPosterior(() => vae.guide.posterior(x), vae.guide, latents, stream(seed, "annealing/moments"));
      if (q === null) throw new Error("q(z|x) is not made of finite numbers, so no chain can start from it");
      const starts = { q: { mean: q.mean, factor: q.factor.map((value) => WIDENING * value) }, prior: standardGaussian(latents) };
      const target = jointWithGradient(vae.model, x, latents);
      // Pilots of a third of each run's temperatures among them.
      const total = (4 / 3) * 4 * TEMPERATURES;
      let done = 0;
      const step = async () => {
        done += 1;
        progress(Math.min(done, total), total);
        await between();
      };
      const run = (settings: RunSettings) => annealedRun(settings, starts[settings.start], target, latents, seed, step);
      const single = await run({ start: "q", temperatures: TEMPERATURES });
      const doubled = await run({ start: "q", temperatures: 2 * TEMPERATURES });
      const fromPrior = await run({ start: "prior", temperatures: TEMPERATURES });
      const runs = { single, doubled, fromPrior };
      return { source, label, chains: CHAINS, leapfrogSteps: LEAPFROG_STEPS, runs, doubts: doubtsOf(runs), bound: boundOf(runs) };
    } finally {
      x.dispose();
    }
  },
};

/** The doubled run; what doubling moved counts to its error. */
function boundOf({ single, doubled }: AnnealingReport["runs"]): Estimate {
  return { value: doubled.value, error: 3 * doubled.error + Math.abs(doubled.value - single.value) };
}

async function annealedRun(
  { start, temperatures }: RunSettings,
  from: GaussianFactor,
  target: LogDensityWithGradient,
  dim: number,
  seed: number,
  between: () => Promise<void>,
): Promise<AnnealingRun> {
  const streamId = stream(seed, `annealing/${start}/${temperatures}`);
  const request = { dim, chains: CHAINS, temperatures, leapfrogSteps: LEAPFROG_STEPS, target, start: from, streamId, between };
  const stepSizeAt = await pilotStepSizes(request);
  const { logEvidence, error, effectiveSampleSize, acceptance } = await annealedImportance({ ...request, stepSizeAt });
  return { start, temperatures, value: logEvidence, error, effectiveSampleSize, acceptance };
}
