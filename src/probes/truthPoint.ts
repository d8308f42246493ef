import { tensor2d } from "@tensorflow/tfjs-core";
import { IMAGE_PIXELS } from "../data/manifest";
import type { Experiment } from "../experiment/experiment";
import { binarizeInto } from "../numeric/binarization";
import { boundEstimate, type Estimate, meanEstimate } from "../numeric/estimates";
import { stream } from "../numeric/random";
import { EVALUATION_COUNT } from "../training/cadence";
import { evaluateImages, evaluationDraw, evaluationImages, type SplitData } from "../training/evaluation";
import { summarize } from "../training/heldOut";
import type { Parameters } from "../vae/parameters";
import type { VariationalAutoencoder } from "../vae/vae";
import type { Between, CoarseCodes } from "./truth/codeLikelihoods";
import { evidence } from "./truth/evidence";
import { sampledWeights } from "./truth/sampledWeights";

export interface TruthPointSettings {
  /** M, test images that the gaps are measured on. */
  images: number;
  /** K of L_K. */
  samples: number;
}

/**
 * log p(x) and L_K beside the test curve's ELBO. Single images differ by 50 nats, so both are told as the ELBO of the 2 000 test images plus
 * the mean gap of the first M of them, which varies little.
 */
export interface TruthPoint {
  step: number;
  settings: TruthPointSettings;
  /** Of the test curve's images and noise at this step. */
  elbo: number;
  count: number;
  /** The mean of log p(x) − ELBO over images; null where quadrature is not to be had. Its error is over images. */
  evidenceGap: Estimate | null;
  /** The largest error of a quadrature among them. */
  quadratureError: number | null;
  /** Images whose log p(x) was withheld; they are left out. */
  withheld: number;
  /** The mean of L_K − ELBO. */
  boundGap: Estimate;
  seconds: number;
}

export interface TruthPointRequest {
  settings: TruthPointSettings;
  step: number;
  experiment: Experiment;
  vae: VariationalAutoencoder;
  parameters: Parameters;
  coarse: CoarseCodes | null;
  test: SplitData;
  /** Of the evaluation. */
  seed: number;
  now(): number;
  between: Between;
}

/** Measures both gaps at the weights given. */
export async function truthPoint(request: TruthPointRequest): Promise<TruthPoint> {
  const { settings, step, experiment, parameters, test, seed, now, between } = request;
  const started = now();
  const images = evaluationImages(seed, test.labels, experiment.data.digits, EVALUATION_COUNT);
  const evaluated = await evaluateImages(parameters, { experiment, split: "test", data: test, images, seed, pause: between });
  const { elbo, count } = summarize(evaluated);
  const measured = images.slice(0, settings.images);
  const evidenceGaps: number[] = [];
  const boundGaps: number[] = [];
  let quadratureError = 0;
  for (const image of measured) {
    const { ofEvidence, ofBound, error } = await gapsOf(request, image);
    quadratureError = Math.max(quadratureError, error);
    // Both gaps are of the same images: those whose log p(x) is withheld are left out of both.
    if (ofEvidence === null && request.coarse !== null) continue;
    boundGaps.push(ofBound);
    if (ofEvidence !== null) evidenceGaps.push(ofEvidence);
  }
  const hasEvidence = evidenceGaps.length > 0;
  return {
    step,
    settings: { ...settings, images: measured.length },
    elbo,
    count,
    evidenceGap: hasEvidence ? meanEstimate(evidenceGaps) : null,
    quadratureError: hasEvidence ? quadratureError : null,
    withheld: request.coarse === null ? 0 : measured.length - evidenceGaps.length,
    boundGap: meanEstimate(boundGaps),
    seconds: (now() - started) / 1000,
  };
}

/** log p(x) − ELBO (null where it is withheld) and L_K − ELBO of one image, over the same K draws. */
async function gapsOf({ settings, experiment, vae, coarse, test, seed, between }: TruthPointRequest, image: number) {
  const seen = new Float32Array(IMAGE_PIXELS);
  binarizeInto(seen, test.bytes, [image], evaluationDraw(experiment, "test", seed));
  const x = tensor2d(seen, [1, IMAGE_PIXELS]);
  try {
    const streamId = stream(seed, `truthPoint/${image}`);
    const { logWeights, elboTerms } = await sampledWeights(vae, x, settings.samples, streamId, between);
    const elbo = meanEstimate(elboTerms).value;
    const ofBound = boundEstimate(logWeights, settings.samples).value - elbo;
    if (coarse === null) return { ofEvidence: null, ofBound, error: 0 };
    const { quadrature, missed } = await evidence({ vae, coarse, seen, dim: experiment.latent.dim as 1 | 2, seed, between });
    return { ofEvidence: missed ? null : quadrature.logIntegral - elbo, ofBound, error: quadrature.error };
  } finally {
    x.dispose();
  }
}
