import {
  concat,
  eye,
  mul,
  reshape,
  slice,
  sqrt,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  tensor,
  zeros,
} from "@tensorflow/tfjs-core";
import { standardNormal } from "../engine/operations/standardNormal";
import type { Experiment } from "../experiment/experiment";
import { drawMoments } from "../inference/drawMoments";
import { logPrior, ownLogProb } from "../inference/klColumns";
import type { KlColumns } from "../inference/objectiveValue";
import { stream } from "../numeric/random";
import type { Guide } from "../vae/guide";
import type { Draws, Posterior } from "../vae/posterior";
import type { VariationalAutoencoder } from "../vae/vae";

/** Draws behind the expectations of a sheet. */
export const SHEET_SAMPLES = 64;

/** Draws behind a mean or standard deviation that has no closed form. */
const MOMENT_SAMPLES = 256;

/** What is known of a sheet without reading a tensor. */
export interface SheetFacts {
  /** Draws behind the mean, and behind the standard deviation; null in closed form. */
  meanSamples: number | null;
  deviationSamples: number | null;
  /** q is Gaussian: z is linear in the noise. */
  isGaussian: boolean;
  klColumns: KlColumns;
}

/** One image, [1, 784], through the model: the draw of the given noise (a row for each of its strata), and `SHEET_SAMPLES` more. */
export function sheetTensors(vae: VariationalAutoencoder, x: Tensor2D, noise: Float32Array, experiment: Experiment) {
  const { model, guide, likelihood, decoder } = vae;
  const q = guide.posterior(x);
  const draw = q.sample(tensor(noise, guide.noiseShape(1, 1)));
  const logits = decoder(codesOf(draw.z, experiment.latent.dim));
  const sheet = q.sample(standardNormal(guide.noiseShape(SHEET_SAMPLES, 1), 0, stream(experiment.seed, "reconstruction")));
  const moments = momentsOf(q, guide, experiment.seed);
  const { klColumns, ...kl } = klOf(vae, q, sheet);
  const facts: SheetFacts = {
    meanSamples: q.mean === undefined ? MOMENT_SAMPLES : null,
    deviationSamples: q.covariance === undefined ? MOMENT_SAMPLES : null,
    isGaussian: q.covariance !== undefined,
    klColumns,
  };
  const tensors = {
    ...moments,
    ...kl,
    z: draw.z,
    decoded: likelihood.mean(logits),
    logShare: draw.logShare ?? zeros([draw.z.shape[0], 1]),
    logLikelihood: likelihood.logProb(logits, x),
    logPrior: model.logPrior(draw.z),
    logPosterior: draw.logProb(),
    sheetLogShare: sheet.logShare ?? zeros([SHEET_SAMPLES, 1]),
    sheetLogLikelihood: model.logLikelihood(x, sheet.z),
  };
  return { tensors, facts };
}

/** z of the decoder out of all latents, [S, 1, latents] → [S, dim]. */
function codesOf(latents: Tensor3D, dim: number): Tensor2D {
  const [rows] = latents.shape;
  return reshape(slice(latents, [0, 0, 0], [rows, 1, dim]), [rows, dim]);
}

/** E_q and the marginal standard deviations of all latents, each [1, latents]. */
function momentsOf(q: Posterior, { noiseShape }: Guide, seed: number): { mean: Tensor; deviation: Tensor } {
  if (q.mean !== undefined && q.covariance !== undefined) {
    const variance = sum(mul(q.covariance(), eye(q.mean.shape[1])), 2);
    return { mean: q.mean, deviation: sqrt(variance) };
  }
  const noise = standardNormal(noiseShape(MOMENT_SAMPLES, 1), 0, stream(seed, "moments"));
  const moments = drawMoments(q.sample(noise), MOMENT_SAMPLES);
  return { mean: q.mean ?? moments.mean, deviation: sqrt(moments.variance) };
}

/** The KL in closed form by its columns, or log q − log p of the draws, layer after layer; the other is empty. */
function klOf({ model }: VariationalAutoencoder, q: Posterior, draws: Draws): { closedKl: Tensor; drawnKl: Tensor; klColumns: KlColumns } {
  if (q.klToStandardNormal !== undefined) {
    return { closedKl: q.klToStandardNormal(), drawnKl: zeros([0]), klColumns: "dimensions" };
  }
  const prior = logPrior(model, draws.z);
  const layers = ownLogProb(draws).map((layer, i) => sub(layer, prior[i]));
  return { closedKl: zeros([0]), drawnKl: concat(layers), klColumns: layers.length === 1 ? "total" : "layers" };
}
