import { type Tensor2D, tidy } from "@tensorflow/tfjs-core";
import type { Split } from "../data/split";
import { standardNormal } from "../engine/operations/standardNormal";
import type { Experiment } from "../experiment/experiment";
import { sampleLogWeights } from "../inference/logWeights";
import { stream } from "../numeric/random";
import { runningWeights } from "../numeric/runningWeights";
import { noiseShapeOf, rowsPerSample } from "../vae/modelSpec";
import type { VariationalAutoencoder } from "../vae/vae";

/** Images a time, and about the most codes decoded at once: the memory does not grow with K. */
const IMAGES = 100;
const DECODED = 2000;

/** L_K of each image, and the error that its K draws leave. */
export interface ImportanceResults {
  samples: number;
  /** L_K in nats, [count]. */
  bound: Float64Array;
  /** Standard error of each by the delta method, from the spread of its weights; [count]. */
  error: Float64Array;
}

export interface ImportanceRequest {
  experiment: Experiment;
  split: Split;
  images: Uint32Array;
  seed: number;
  samples: number;
  /** What the encoder sees of images, [n, 784]. */
  pixels(images: Uint32Array): Tensor2D;
  pause: () => Promise<void>;
}

/** L_K of each image by importance sampling from q (Burda et al. 2016, equation 8), in constant memory for any K. */
export async function importanceWeighted(vae: VariationalAutoencoder, request: ImportanceRequest): Promise<ImportanceResults> {
  const { images, samples } = request;
  const bound = new Float64Array(images.length);
  const error = new Float64Array(images.length);
  for (let from = 0; from < images.length; from += IMAGES) {
    const { logMean, error: errors } = await chunkWeights(vae, request, from);
    bound.set(logMean, from);
    error.set(errors, from);
  }
  return { samples, bound, error };
}

async function chunkWeights({ model, guide }: VariationalAutoencoder, request: ImportanceRequest, from: number) {
  const { experiment, split, seed, samples, pixels, pause } = request;
  const images = request.images.subarray(from, from + IMAGES);
  const weights = runningWeights(images.length);
  const streamId = stream(seed, `evaluation/${split}/importance/${from}`);
  const most = Math.max(1, Math.floor(DECODED / (images.length * rowsPerSample(experiment))));
  for (let done = 0; done < samples; done += most) {
    const shape = noiseShapeOf(experiment, Math.min(most, samples - done), images.length);
    const logWeights = tidy(() => sampleLogWeights(model, guide, pixels(images), standardNormal(shape, done, streamId)));
    weights.add(await logWeights.data());
    logWeights.dispose();
    await pause();
  }
  return weights.result();
}
