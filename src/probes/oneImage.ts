import { concat, reshape, type Tensor2D, tensor2d, tensor3d, tidy } from "@tensorflow/tfjs-core";
import { IMAGE_PIXELS } from "../data/manifest";
import type { Split } from "../data/split";
import type { Experiment } from "../experiment/experiment";
import { normals, stream } from "../numeric/random";
import type { VariationalAutoencoder } from "../vae/vae";
import { seenPixels } from "./seenPixels";

/** An image shown to the model: of the test or training set by its index in the official file, or pixels in [0, 1]. */
export type ImageSource = { kind: "dataset"; split: Split; index: number } | { kind: "drawn"; pixels: Float32Array };

export interface OneImageSettings {
  source: ImageSource;
  /** Which ε: 0, 1, 2, … — "resample ε" adds one. */
  draw: number;
}

/** One image through the model, and its sheet. Log-densities in nats. */
export interface OneImage {
  settings: OneImageSettings;
  label: number | null;
  /** Grey levels, [784]. */
  grey: Float32Array;
  /** What the encoder sees: bits, or the grey levels without binarization, [784]. */
  seen: Float32Array;
  mean: Float32Array;
  logVariance: Float32Array;
  epsilon: Float32Array;
  z: Float32Array;
  /** E[x|z], [784]. */
  decoded: Float32Array;
  logLikelihood: number;
  logPrior: number;
  logPosterior: number;
  /** log p(x|z) + log p(z) − log q(z|x): the bound from this one sample. */
  logWeight: number;
  /** E_q[log p(x|z)] estimated from `reconstructionSamples` draws, and its standard error. */
  reconstruction: number;
  reconstructionError: number;
  reconstructionSamples: number;
  klPerDimension: Float32Array;
  kl: number;
  elbo: number;
}

/** Draws behind the reconstruction term of the sheet. */
const RECONSTRUCTION_SAMPLES = 64;

/** An image among the byte levels of its split, [n, 784], or a drawn one alone, which has no label. */
export interface KnownImage {
  split: Split | "drawn";
  bytes: Uint8Array;
  index: number;
  label: number | null;
}

function meanAndError(values: Float32Array): { mean: number; error: number } {
  const mean = values.reduce((total, value) => total + value, 0) / values.length;
  const squares = values.reduce((total, value) => total + (value - mean) ** 2, 0);
  return { mean, error: Math.sqrt(squares / (values.length - 1) / values.length) };
}

/** The named tensors of the pass, one row each kept together for one read. */
function pass(vae: VariationalAutoencoder, x: Tensor2D, epsilon: Float32Array, seed: number, dim: number): Tensor2D {
  const posterior = vae.guide.posterior(x);
  const { z, logProb } = posterior.sample(tensor3d(epsilon, [1, 1, dim]));
  const { mean, logVariance, klToStandardNormal } = posterior;
  if (mean === undefined || logVariance === undefined || klToStandardNormal === undefined) throw new Error("not a Gaussian posterior");
  const noise = tensor3d(normals(RECONSTRUCTION_SAMPLES * dim, 0, stream(seed, "reconstruction")), [RECONSTRUCTION_SAMPLES, 1, dim]);
  const row = (values: Parameters<typeof reshape>[0]) => reshape(values, [1, -1]) as Tensor2D;
  return concat(
    [
      row(mean),
      row(logVariance),
      row(z),
      row(klToStandardNormal()),
      row(vae.decode(reshape(z, [1, dim]))),
      row(vae.model.logLikelihood(x, z)),
      row(vae.model.logPrior(z)),
      row(logProb()),
      row(vae.model.logLikelihood(x, posterior.sample(noise).z)),
    ],
    1,
  ) as Tensor2D;
}

/** One image from x to E[x|z]. The bits and the draws behind the reconstruction term are fixed; ε is the settings' draw. */
export async function oneImage(
  vae: VariationalAutoencoder,
  settings: OneImageSettings,
  experiment: Experiment,
  image: KnownImage,
): Promise<OneImage> {
  const dim = experiment.latent.dim;
  const seen = seenPixels(experiment, image.split, image.bytes, [image.index]);
  const epsilon = normals(dim, settings.draw, stream(experiment.seed, "oneImage"));
  const output = tidy(() => pass(vae, tensor2d(seen, [1, IMAGE_PIXELS]), epsilon, experiment.seed, dim));
  const values = Float32Array.from(await output.data());
  output.dispose();
  let at = 0;
  const take = (count: number) => {
    at += count;
    return values.slice(at - count, at);
  };
  const [mean, logVariance, z, klPerDimension] = [take(dim), take(dim), take(dim), take(dim)];
  const decoded = take(IMAGE_PIXELS);
  const [logLikelihood, logPrior, logPosterior] = take(3);
  const reconstruction = meanAndError(take(RECONSTRUCTION_SAMPLES));
  const kl = klPerDimension.reduce((total, value) => total + value, 0);
  return {
    settings,
    label: image.label,
    grey: Float32Array.from(image.bytes.subarray(image.index * IMAGE_PIXELS, (image.index + 1) * IMAGE_PIXELS), (byte) => byte / 255),
    seen,
    mean,
    logVariance,
    epsilon,
    z,
    decoded,
    logLikelihood,
    logPrior,
    logPosterior,
    logWeight: logLikelihood + logPrior - logPosterior,
    reconstruction: reconstruction.mean,
    reconstructionError: reconstruction.error,
    reconstructionSamples: RECONSTRUCTION_SAMPLES,
    klPerDimension,
    kl,
    elbo: reconstruction.mean - kl,
  };
}
