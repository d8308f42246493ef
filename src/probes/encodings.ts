import { clone, tensor2d, tensor3d, tidy } from "@tensorflow/tfjs-core";
import { IMAGE_PIXELS } from "../data/manifest";
import { eligibleIndices } from "../data/minibatchOrder";
import type { Experiment } from "../experiment/experiment";
import { normals, stream } from "../numeric/random";
import type { SplitData } from "../training/evaluation";
import type { VariationalAutoencoder } from "../vae/vae";
import { seenPixels } from "./seenPixels";

export interface EncodingsSettings {
  /** Number of test images, the first of the filtered split. */
  count: number;
  show: "mean" | "sample";
}

/** Encodings of test images. */
export interface Encodings {
  settings: EncodingsSettings;
  count: number;
  dim: number;
  /** Means or samples of q(z|x), [count, dim]. */
  z: Float32Array;
  labels: Uint8Array;
  /** Index of each image in the official test file. */
  indices: Uint32Array;
}

/** Encodes the first `count` test images that the digits filter keeps; bits and noise are fixed, so that points move only as q does. */
export async function encodings(
  vae: VariationalAutoencoder,
  settings: EncodingsSettings,
  experiment: Experiment,
  test: SplitData,
): Promise<Encodings> {
  const dim = experiment.latent.dim;
  const indices = eligibleIndices(test.labels, test.labels.length, experiment.data.digits).slice(0, settings.count);
  const count = indices.length;
  const codes = tidy(() => {
    const q = vae.guide.posterior(tensor2d(seenPixels(experiment, "test", test.bytes, indices), [count, IMAGE_PIXELS]));
    if (settings.show === "mean" && q.mean !== undefined) return clone(q.mean);
    return q.sample(tensor3d(normals(count * dim, 0, stream(experiment.seed, "encodings")), [1, count, dim])).z;
  });
  const z = Float32Array.from(await codes.data());
  codes.dispose();
  return { settings, count, dim, z, labels: Uint8Array.from(indices, (index) => test.labels[index]), indices };
}
