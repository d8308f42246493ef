import { tensor3d, tidy } from "@tensorflow/tfjs-core";
import { IMAGE_PIXELS } from "../data/manifest";
import { eligibleIndices } from "../data/minibatchOrder";
import type { Split } from "../data/split";
import { gatherImages } from "../engine/operations/gatherImages";
import type { Experiment } from "../experiment/experiment";
import { normals, shuffle, stream } from "../numeric/random";
import type { Parameters } from "../vae/parameters";
import { makeVae } from "../vae/vae";
import type { HeldOutResults } from "./heldOut";

/** Images a time: small enough that the worker answers the page in between. */
const CHUNK = 500;

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

/** Bits (or grey levels) and noise of images for an evaluation, addressed by their index in the official file. */
function inputs(experiment: Experiment, split: Split, data: SplitData, images: Uint32Array, seed: number) {
  const dim = experiment.latent.dim;
  const binarization = experiment.data.binarization === "none" ? "none" : "static";
  const draw = { binarization, streamId: stream(seed, `evaluation/${split}/bits`), step: 0 } as const;
  const noise = new Float32Array(images.length * dim);
  const noiseStream = stream(seed, `evaluation/${split}/noise`);
  images.forEach((image, row) => {
    noise.set(normals(dim, 0, noiseStream, image * dim), row * dim);
  });
  return { x: gatherImages(data.bytes, images, IMAGE_PIXELS, draw), noise: tensor3d(noise, [1, images.length, dim]) };
}

export interface EvaluationRequest {
  experiment: Experiment;
  split: Split;
  data: SplitData;
  images: Uint32Array;
  seed: number;
  /** Awaited between chunks, so that the worker can do other things. */
  pause: () => Promise<void>;
}

/** Reconstruction (one posterior sample each), analytic KL and μ of each image, chunk by chunk, over parameters that stay as they are. */
export async function evaluateImages(parameters: Parameters, request: EvaluationRequest): Promise<HeldOutResults> {
  const { experiment, split, data, images, seed, pause } = request;
  const count = images.length;
  const dim = experiment.latent.dim;
  const { model, guide } = makeVae(experiment, parameters);
  const results = {
    reconstruction: new Float32Array(count),
    kl: new Float32Array(count * dim),
    mean: new Float32Array(count * dim),
    count,
    dim,
  };
  for (let from = 0; from < count; from += CHUNK) {
    const outputs = tidy(() => {
      const { x, noise } = inputs(experiment, split, data, images.subarray(from, from + CHUNK), seed);
      const q = guide.posterior(x);
      return { mean: q.mean, kl: q.klToStandardNormal(), reconstruction: model.logLikelihood(x, q.sample(noise)) };
    });
    results.reconstruction.set(await outputs.reconstruction.data(), from);
    results.kl.set(await outputs.kl.data(), from * dim);
    results.mean.set(await outputs.mean.data(), from * dim);
    outputs.mean.dispose();
    outputs.kl.dispose();
    outputs.reconstruction.dispose();
    await pause();
  }
  return results;
}
