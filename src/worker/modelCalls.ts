import { clone, dispose, reshape, sum, type Tensor, tensor, tensor2d, tensor3d, tidy } from "@tensorflow/tfjs-core";
import { IMAGE_PIXELS } from "../data/manifest";
import { binarizeInto } from "../numeric/binarization";
import { normals, stream } from "../numeric/random";
import { evaluateImages, evaluationImages } from "../training/evaluation";
import { summarize } from "../training/heldOut";
import { holdParameters, vaeOf } from "../training/runState";
import { rowsPerSample } from "../vae/modelSpec";
import { densityAt } from "../vae/posterior";
import { latentSizes } from "../vae/priors/priors";
import type { VariationalAutoencoder } from "../vae/vae";
import {
  checkCodes,
  checkCount,
  checkGivenCodes,
  checkIndices,
  checkNoise,
  checkOptions,
  checkPixels,
  checkRoom,
  checkSamples,
  checkSeed,
  checkSplit,
} from "./callChecks";
import type { SessionCalls } from "./protocol";
import { runInHand, type SessionCore, splitWhenReady } from "./sessionCore";

/** Questions to the model in hand and to the data; none of them changes anything. */

/** Images of an evaluation that does not say how many (fewer if the digits filter leaves fewer). */
const DEFAULT_COUNT = 1000;

/** The largest K of an L_K that is computed. */
const MOST_IMPORTANCE_SAMPLES = 100_000;

async function readAll<T extends Record<string, Tensor>>(tensors: T): Promise<Record<keyof T, Float32Array>> {
  const names = Object.keys(tensors) as (keyof T)[];
  const values = await Promise.all(names.map(async (name) => Float32Array.from(await tensors[name].data())));
  dispose(tensors);
  return Object.fromEntries(names.map((name, i) => [name, values[i]])) as Record<keyof T, Float32Array>;
}

export function createModelCalls(
  core: SessionCore,
  /** Resolves when no change of the run is under way. */
  afterChanges: () => Promise<void>,
): Pick<SessionCalls, "images" | "binarize" | "evaluate" | "encode" | "decode" | "decodeBase" | "worksheet"> {
  const vae = () => {
    const run = runInHand(core);
    const { latent } = run.experiment;
    return { ...vaeOf(run.experiment, run.state), dim: latent.dim, ...latentSizes(latent), posteriorKind: latent.posterior.kind };
  };

  return {
    async images(split, indices) {
      checkSplit(split);
      const labels = await core.source.labels(split);
      checkIndices(indices, labels.length);
      const { bytes } = await splitWhenReady(core, split, Math.max(0, ...indices.map((index) => index + 1)));
      const pixels = new Float32Array(indices.length * IMAGE_PIXELS);
      binarizeInto(pixels, bytes, indices, { binarization: "none", streamId: 0, step: 0 });
      return { pixels, labels: indices.map((index) => labels[index]) };
    },

    async binarize(pixels, seed = 0) {
      const count = checkPixels(pixels);
      checkSeed(seed);
      const bytes = Uint8Array.from(pixels, (value) => Math.round(value * 255));
      const bits = new Float32Array(pixels.length);
      const rows = Uint32Array.from({ length: count }, (_, row) => row);
      binarizeInto(bits, bytes, rows, { binarization: "static", streamId: stream(seed, "bits"), step: 0 });
      return bits;
    },

    async evaluate(options = {}) {
      checkOptions(options, ["split", "count", "seed", "importanceSamples"]);
      const { split = "test", seed = 0, importanceSamples } = options;
      if (importanceSamples !== undefined) checkCount("importanceSamples", importanceSamples, 1, MOST_IMPORTANCE_SAMPLES);
      checkSplit(split);
      checkSeed(seed);
      const data = await splitWhenReady(core, split);
      await afterChanges();
      const run = runInHand(core);
      const { experiment } = run;
      const all = evaluationImages(seed, data.labels, experiment.data.digits, data.labels.length);
      const { count = Math.min(DEFAULT_COUNT, all.length) } = options;
      checkCount("count", count, 1, all.length);
      const { parameters, held } = holdParameters(run.state);
      try {
        const request = { experiment, split, data, images: all.subarray(0, count), seed, importanceSamples, pause: core.pause };
        return summarize(await evaluateImages(parameters, request));
      } finally {
        dispose(held);
      }
    },

    async encode(pixels) {
      await afterChanges();
      const count = checkPixels(pixels);
      checkRoom(runInHand(core).experiment, count, 0);
      const { guide, posteriorKind } = vae();
      return readAll(
        tidy(() => {
          const posterior = guide.posterior(tensor2d(pixels, [count, IMAGE_PIXELS]));
          const { mean, logVariance } = posterior.lower ?? posterior;
          if (mean === undefined || logVariance === undefined) {
            throw new Error(`q(z|x) of the family "${posteriorKind}" has no mean and log-variance of its own; worksheet draws from it`);
          }
          return { mean: clone(mean), logVariance: clone(logVariance) };
        }),
      );
    },

    async decode(z) {
      await afterChanges();
      const { dim, decode } = vae();
      const count = checkCodes(z, dim);
      checkRoom(runInHand(core).experiment, 0, count);
      const { means } = await readAll(tidy(() => ({ means: decode(tensor2d(z, [count, dim])) })));
      return means;
    },

    async decodeBase(codes) {
      await afterChanges();
      const { base, decode, prior } = vae();
      const count = checkCodes(codes, base);
      checkRoom(runInHand(core).experiment, 0, count);
      const { means } = await readAll(tidy(() => ({ means: decode(prior.meanFromBase(tensor2d(codes, [count, base]))) })));
      return means;
    },

    async worksheet(pixels, options = {}) {
      await afterChanges();
      checkOptions(options, ["samples", "noise", "seed", "z"]);
      const { samples = 1, noise, seed = 0, z } = options;
      const count = checkPixels(pixels);
      const { model, guide, latents, posteriorKind } = vae();
      if (z !== undefined) {
        const draws = checkGivenCodes(options, count, latents);
        checkRoom(runInHand(core).experiment, count, count * draws);
        return withWeights(await readAll(tidy(() => scoredCodes({ model, guide }, { pixels, z, draws, posteriorKind }))));
      }
      const rows = rowsPerSample(runInHand(core).experiment);
      checkSamples(samples, count, rows);
      checkRoom(runInHand(core).experiment, count, count * samples * rows);
      checkSeed(seed);
      const shape = guide.noiseShape(samples, count);
      const size = shape.reduce((product, side) => product * side, 1);
      if (noise !== undefined) checkNoise(noise, shape);
      const epsilon = noise ?? normals(size, 0, stream(seed, "worksheet"));
      const tensors = tidy(() => {
        const x = tensor2d(pixels, [count, IMAGE_PIXELS]);
        const q = guide.posterior(x);
        const { z, logProb, logShare } = q.sample(tensor(epsilon, shape));
        const kl = q.klToStandardNormal && { kl: sum(q.klToStandardNormal(), 1) };
        const terms = { logLikelihood: model.logLikelihood(x, z), logPrior: model.logPrior(z), logPosterior: logProb() };
        return { z: reshape(z, [-1]), ...terms, ...kl, ...(logShare && { logShare: clone(logShare) }) };
      });
      return withWeights(await readAll(tensors));
    },
  };
}

/** The log-densities and their sum, log w = log p(x|z) + log p(z) − log q(z|x). */
function withWeights<T extends Record<"logLikelihood" | "logPrior" | "logPosterior", Float32Array>>(
  values: T,
): T & { logWeight: Float32Array } {
  const { logLikelihood, logPrior, logPosterior } = values;
  return { ...values, logWeight: logLikelihood.map((value, i) => value + logPrior[i] - logPosterior[i]) };
}

interface GivenCodes {
  /** [n, 784]. */
  pixels: Float32Array;
  /** [draws, n, latents]. */
  z: Float32Array;
  draws: number;
  posteriorKind: string;
}

/** The log-densities at codes that were given and not drawn. @throws Error for a family of q that has no density there. */
function scoredCodes({ model, guide }: Pick<VariationalAutoencoder, "model" | "guide">, { pixels, z, draws, posteriorKind }: GivenCodes) {
  const count = pixels.length / IMAGE_PIXELS;
  const x = tensor2d(pixels, [count, IMAGE_PIXELS]);
  const q = guide.posterior(x);
  if (q.logProb === undefined) {
    throw new Error(
      `q(z|x) of the family "${posteriorKind}" knows its density at its own draws only, so no z can be scored; allowed: samples`,
    );
  }
  const codes = tensor3d(z, [draws, count, z.length / draws / count]);
  const kl = q.klToStandardNormal && { kl: sum(q.klToStandardNormal(), 1) };
  const logPosterior = densityAt(q, codes, { stopParameters: false });
  return { z: reshape(codes, [-1]), logLikelihood: model.logLikelihood(x, codes), logPrior: model.logPrior(codes), logPosterior, ...kl };
}
