import type { Tensor2D } from "@tensorflow/tfjs-core";
import { IMAGE_PIXELS, SHARD_IMAGES } from "../data/manifest";
import { eligibleIndices, imageOrder } from "../data/minibatchOrder";
import { gatherImages } from "../engine/operations/gatherImages";
import { standardNormal } from "../engine/operations/standardNormal";
import type { Experiment } from "../experiment/experiment";
import { stream } from "../numeric/random";
import { noiseShapeOf } from "../vae/modelSpec";
import type { Minibatch } from "./trainStep";

/** Which images each step shows: a function of the experiment and the step alone. */
export interface MinibatchPlan {
  stepsPerEpoch: number;
  /** Epochs done after `step` updates; not a whole number within an epoch. */
  epochAt(step: number): number;
  /** Indices in the official training file of the minibatch of the update after `step` updates. */
  imagesAt(step: number): Uint32Array;
}

/** The plan of an experiment whose batch size is at most the images its filters keep; the last short batch of an epoch is dropped. */
export function minibatchPlan({ seed, data, batchSize }: Experiment, trainLabels: Uint8Array): MinibatchPlan {
  const eligible = eligibleIndices(trainLabels, data.trainSize, data.digits);
  const stepsPerEpoch = Math.floor(eligible.length / batchSize);
  let epoch = -1;
  let order = eligible;
  return {
    stepsPerEpoch,
    epochAt: (step) => step / stepsPerEpoch,
    imagesAt(step) {
      const wanted = Math.floor(step / stepsPerEpoch);
      if (wanted !== epoch) {
        order = imageOrder(seed, wanted, eligible, SHARD_IMAGES.train);
        epoch = wanted;
      }
      const from = (step % stepsPerEpoch) * batchSize;
      return order.subarray(from, from + batchSize);
    },
  };
}

/** The pixels of the update after `step` updates, [images, 784], which the caller disposes. */
export function minibatchPixels({ seed, data }: Experiment, trainBytes: Uint8Array, images: Uint32Array, step: number): Tensor2D {
  return gatherImages(trainBytes, images, IMAGE_PIXELS, { binarization: data.binarization, streamId: stream(seed, "bits"), step });
}

/** The pixels and the noise of the update after `step` updates, as tensors the caller disposes. */
export function makeMinibatch(experiment: Experiment, trainBytes: Uint8Array, images: Uint32Array, step: number): Minibatch {
  const { seed, latent, objective } = experiment;
  return {
    x: minibatchPixels(experiment, trainBytes, images, step),
    noise: standardNormal(noiseShapeOf({ latent }, objective.samples, images.length), step, stream(seed, "noise")),
  };
}

/**
 * The experiment as this dataset allows it: the batch is at most the images there are, and said so.
 * @throws Error when the digits filter leaves no image.
 */
export function fitToData(experiment: Experiment, trainLabels: Uint8Array): { experiment: Experiment; notices: string[] } {
  const { data, batchSize } = experiment;
  const images = eligibleIndices(trainLabels, data.trainSize, data.digits).length;
  if (images === 0) {
    const digits = data.digits.join(", ");
    throw new Error(
      `data.digits was [${digits}] and data.trainSize ${data.trainSize}, which leaves no image; allowed: a filter that keeps one`,
    );
  }
  if (batchSize <= images) return { experiment, notices: [] };
  const notice = `batchSize was ${batchSize}; allowed: at most the ${images} images that the filters leave; ${images} is used`;
  return { experiment: { ...experiment, batchSize: images }, notices: [notice] };
}
