import { tensor2d } from "@tensorflow/tfjs-core";
import { IMAGE_PIXELS } from "../data/manifest";
import { eligibleIndices } from "../data/minibatchOrder";
import { standardNormal } from "../engine/operations/standardNormal";
import type { Experiment } from "../experiment/experiment";
import { drawMoments } from "../inference/drawMoments";
import { stream } from "../numeric/random";
import type { SplitData } from "../training/evaluation";
import { noiseShapeOf } from "../vae/modelSpec";
import type { Posterior } from "../vae/posterior";
import { latentSizes } from "../vae/priors/priors";
import type { VariationalAutoencoder } from "../vae/vae";
import { plainDraws } from "./plainDraws";
import { readTogether } from "./readTogether";
import { seenPixels } from "./seenPixels";

export interface EncodingsSettings {
  /** Number of test images, the first of the filtered split. */
  count: number;
  show: "mean" | "sample";
}

/** Encodings of test images: of the variables that the latent square shows, z, or u with a hierarchical prior. */
export interface Encodings {
  settings: EncodingsSettings;
  count: number;
  dim: number;
  /** Means or samples of q, [count, dim]. */
  z: Float32Array;
  /** From how many draws each mean is estimated; null where it is exact, and for samples. */
  meanSamples: number | null;
  labels: Uint8Array;
  /** Index of each image in the official test file. */
  indices: Uint32Array;
}

/** Draws behind a mean that has no closed form. */
const MEAN_SAMPLES = 16;

/** Encodes the first `count` test images that the digits filter keeps; bits and noise are fixed, so that points move only as q does. */
export async function encodings(
  vae: VariationalAutoencoder,
  settings: EncodingsSettings,
  experiment: Experiment,
  test: SplitData,
): Promise<Encodings> {
  const indices = eligibleIndices(test.labels, test.labels.length, experiment.data.digits).slice(0, settings.count);
  const count = indices.length;
  const seen = seenPixels(experiment, "test", test.bytes, indices);
  const posterior = () => vae.guide.posterior(tensor2d(seen, [count, IMAGE_PIXELS]));
  const { latents, base } = latentSizes(experiment.latent);
  const { codes, meanSamples } =
    settings.show === "mean" ? await meanCodes(posterior, count, experiment) : await drawnCodes(posterior, count, experiment);
  return {
    settings,
    count,
    dim: base,
    z: lastColumns(codes, latents, base),
    meanSamples,
    labels: Uint8Array.from(indices, (index) => test.labels[index]),
    indices,
  };
}

/** E_q of all latents, in closed form or from draws, [count, latents]. */
async function meanCodes(posterior: () => Posterior, count: number, experiment: Experiment) {
  let meanSamples: number | null = null;
  const { codes } = await readTogether(() => {
    const q = posterior();
    if (q.mean !== undefined) return { codes: q.mean };
    meanSamples = MEAN_SAMPLES;
    const noise = standardNormal(noiseShapeOf(experiment, MEAN_SAMPLES, count), 0, stream(experiment.seed, "encodings/mean"));
    return { codes: drawMoments(q.sample(noise), MEAN_SAMPLES).mean };
  });
  return { codes, meanSamples };
}

/** A draw of all latents of each image, [count, latents]. */
async function drawnCodes(posterior: () => Posterior, count: number, { seed, latent }: Experiment) {
  const noise = () => standardNormal(noiseShapeOf({ latent }, 1, count), 0, stream(seed, "encodings"));
  return { codes: await plainDraws(posterior, noise, count, stream(seed, "encodings/component")), meanSamples: null };
}

/** The last `kept` of `columns` numbers of each row. */
function lastColumns(values: Float32Array, columns: number, kept: number): Float32Array {
  if (kept === columns) return values;
  const skipped = columns - kept;
  return Float32Array.from(
    { length: (values.length / columns) * kept },
    (_, i) => values[Math.floor(i / kept) * columns + skipped + (i % kept)],
  );
}
