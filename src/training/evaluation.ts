import { dispose, mul, slice, type Tensor, type Tensor2D, tensor, tidy, zeros } from "@tensorflow/tfjs-core";
import { IMAGE_PIXELS } from "../data/manifest";
import { eligibleIndices } from "../data/minibatchOrder";
import type { Split } from "../data/split";
import { gatherImages } from "../engine/operations/gatherImages";
import { standardNormal } from "../engine/operations/standardNormal";
import type { Experiment } from "../experiment/experiment";
import { familyFacts } from "../experiment/posteriors";
import { drawMoments } from "../inference/drawMoments";
import { logPrior, monteCarloKl, ownLogProb } from "../inference/klColumns";
import { meanOverDraws } from "../inference/logWeights";
import type { KlColumns } from "../inference/objectiveValue";
import type { BitDraw } from "../numeric/binarization";
import { normals, shuffle, stream } from "../numeric/random";
import type { Model } from "../vae/model";
import { noiseShapeOf } from "../vae/modelSpec";
import type { Parameters } from "../vae/parameters";
import type { Draws, Posterior } from "../vae/posterior";
import { makeVae, type VariationalAutoencoder } from "../vae/vae";
import type { HeldOutResults } from "./heldOut";
import { type ImportanceResults, importanceWeighted } from "./importance";

/** Images a time: small enough that the worker answers the page in between. */
const CHUNK = 500;

/** Draws behind E_q[z|x] of a family that does not have it in closed form. */
const MEAN_SAMPLES = 16;

/** One split in memory. */
export interface SplitData {
  /** [n, 784]. */
  bytes: Uint8Array;
  labels: Uint8Array;
}

/** What an evaluation looks at: a split's images without replacement, in the fixed order of its seed. */
export function evaluationImages(seed: number, labels: Uint8Array, digits: readonly number[], count: number): Uint32Array {
  const images = eligibleIndices(labels, labels.length, digits);
  shuffle(images, 0, stream(seed, "evaluation"));
  return images.slice(0, count);
}

export interface EvaluationRequest {
  experiment: Experiment;
  split: Split;
  data: SplitData;
  images: Uint32Array;
  seed: number;
  /** K of L_K, which is estimated too when it is given. */
  importanceSamples?: number;
  /** Awaited between chunks, so that the worker can do other things. */
  pause: () => Promise<void>;
}

/** The bits that an evaluation shows of each image, by its index in the official file; grey levels without binarization. */
export function evaluationDraw({ data }: Pick<Experiment, "data">, split: Split, seed: number): BitDraw {
  const binarization = data.binarization === "none" ? "none" : "static";
  return { binarization, streamId: stream(seed, `evaluation/${split}/bits`), step: 0 };
}

/** Bits (or grey levels) of images for an evaluation, [n, 784]. */
function pixelsOf({ experiment, split, data, seed }: EvaluationRequest, images: Uint32Array): Tensor2D {
  return gatherImages(data.bytes, images, IMAGE_PIXELS, evaluationDraw(experiment, split, seed));
}

/** The noise of one sample of each image, addressed likewise. */
function noiseOf({ experiment, split, seed }: EvaluationRequest, images: Uint32Array): Tensor {
  const each = noiseShapeOf(experiment, 1, 1).reduce((product, size) => product * size, 1);
  const noise = new Float32Array(images.length * each);
  const streamId = stream(seed, `evaluation/${split}/noise`);
  images.forEach((image, row) => {
    noise.set(normals(each, 0, streamId, image * each), row * each);
  });
  return tensor(noise, noiseShapeOf(experiment, 1, images.length));
}

/** E_q[z|x] and the variance of its estimate where it had to be estimated, each [B, dim]. */
function meanOf(q: Posterior, request: EvaluationRequest, from: number, batch: number): { mean: Tensor2D; meanVariance: Tensor2D } {
  const { experiment, seed, split } = request;
  const { dim } = experiment.latent;
  const ofZ = (values: Tensor2D): Tensor2D => slice(values, [0, 0], [batch, dim]);
  const { mean: closedMean } = q.lower ?? q;
  if (closedMean !== undefined) return { mean: closedMean, meanVariance: zeros([batch, dim]) };
  const noise = standardNormal(noiseShapeOf(experiment, MEAN_SAMPLES, batch), from, stream(seed, `evaluation/${split}/mean`));
  const { mean, variance } = drawMoments(q.sample(noise), MEAN_SAMPLES);
  // The unbiased variance of the draws, over as many as there are: Σ (z − z̄)² / (S − 1) / S.
  return { mean: ofZ(mean), meanVariance: mul(ofZ(variance), 1 / (MEAN_SAMPLES - 1)) };
}

/** Everything of one chunk of images, over one draw of each. */
function evaluateChunk({ model, guide }: VariationalAutoencoder, request: EvaluationRequest, from: number) {
  const images = request.images.subarray(from, from + CHUNK);
  const x = pixelsOf(request, images);
  const q = guide.posterior(x);
  const draws = q.sample(noiseOf(request, images));
  const reconstruction = meanOverDraws(model.logLikelihood(x, draws.z), draws, 1);
  return { reconstruction, kl: klOf(model, q, draws), ...meanOf(q, request, from, images.length) };
}

/** The KL of each image in its columns: in closed form where there is one, else over the one draw. */
function klOf(model: Model, q: Posterior, draws: Draws): Tensor2D {
  if (q.klToStandardNormal !== undefined) return q.klToStandardNormal();
  return monteCarloKl({ posterior: ownLogProb(draws), prior: logPrior(model, draws.z) }, draws, 1).kl;
}

/** What the KL's columns are in an evaluation of this experiment. */
function klColumnsOf({ latent }: Experiment): KlColumns {
  if (latent.prior.kind === "hierarchical") return "layers";
  return familyFacts(latent.posterior).closedKl === "none" ? "total" : "dimensions";
}

/**
 * The terms of the ELBO (one posterior sample each), E_q[z|x] and, when asked, L_K of each image, chunk by chunk, over parameters that stay
 * as they are.
 */
export async function evaluateImages(parameters: Parameters, request: EvaluationRequest): Promise<HeldOutResults> {
  const { experiment, images, importanceSamples, pause } = request;
  const vae = makeVae(experiment, parameters);
  const chunks: Record<"reconstruction" | "kl" | "mean" | "meanVariance", Float32Array[]> = {
    reconstruction: [],
    kl: [],
    mean: [],
    meanVariance: [],
  };
  for (let from = 0; from < images.length; from += CHUNK) {
    const outputs = tidy(() => evaluateChunk(vae, request, from));
    for (const name of ["reconstruction", "kl", "mean", "meanVariance"] as const) {
      chunks[name].push(Float32Array.from(await outputs[name].data()));
    }
    dispose(outputs);
    await pause();
  }
  const columns = klColumnsOf(experiment);
  return {
    reconstruction: joined(chunks.reconstruction),
    kl: joined(chunks.kl),
    klColumns: columns,
    klKind: columns === "dimensions" ? "analytic" : "monteCarlo",
    mean: joined(chunks.mean),
    meanVariance: joined(chunks.meanVariance),
    count: images.length,
    dim: experiment.latent.dim,
    iwae: importanceSamples === undefined ? undefined : await importanceOf(vae, request, importanceSamples),
  };
}

function importanceOf(vae: VariationalAutoencoder, request: EvaluationRequest, samples: number): Promise<ImportanceResults> {
  return importanceWeighted(vae, { ...request, samples, pixels: (images) => pixelsOf(request, images) });
}

function joined(chunks: Float32Array[]): Float32Array {
  const values = new Float32Array(chunks.reduce((total, chunk) => total + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    values.set(chunk, at);
    at += chunk.length;
  }
  return values;
}
