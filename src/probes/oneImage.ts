import { tensor2d } from "@tensorflow/tfjs-core";
import { IMAGE_PIXELS } from "../data/manifest";
import type { Split } from "../data/split";
import type { Experiment } from "../experiment/experiment";
import { familyFacts } from "../experiment/posteriors";
import { normals, stream, uniformAt } from "../numeric/random";
import { klParts } from "../training/metrics";
import { latentSizes } from "../vae/priors/priors";
import type { VariationalAutoencoder } from "../vae/vae";
import { chosenStratum } from "./drawChoice";
import { posteriorShape } from "./posteriorShape";
import { readTogether } from "./readTogether";
import { seenPixels } from "./seenPixels";
import type { PosteriorShape } from "./shapeLattice";
import { meanAndError, perSample } from "./sheetEstimates";
import { SHEET_SAMPLES, type SheetFacts, sheetTensors } from "./sheetTensors";

/** An image shown to the model: of the test or training set by its index in the official file, or pixels in [0, 1]. */
export type ImageSource = { kind: "dataset"; split: Split; index: number } | { kind: "drawn"; pixels: Float32Array };

export interface OneImageSettings {
  source: ImageSource;
  /** Which ε: 0, 1, 2, … — "resample ε" adds one. */
  draw: number;
  /** The dimensions of the latent square that q's shape is wanted over; null for no shape. */
  axes: [number, number] | null;
}

/** One image through the model, and its sheet. Log-densities in nats. `latents` are z, with a hierarchical prior followed by u. */
export interface OneImage {
  settings: OneImageSettings;
  label: number | null;
  /** Grey levels, [784]. */
  grey: Float32Array;
  /** What the encoder sees: bits, or the grey levels without binarization, [784]. */
  seen: Float32Array;
  /** Numbers of z; what follows them in `mean`, `standardDeviation` and `z` is u. */
  dim: number;
  /** E_q and the standard deviation of each latent by itself, [latents]. */
  mean: Float32Array;
  standardDeviation: Float32Array;
  /** The draws that each is estimated from; null where it has a closed form. */
  meanSamples: number | null;
  standardDeviationSamples: number | null;
  /** All the noise of the draw, in the order of the guide's `noiseShape`. */
  epsilon: Float32Array;
  /** z from ε: μ + σε dimension by dimension, linear, or some other map. */
  reparameterization: "elementwise" | "linear" | "map";
  /** Where q is drawn from by strata (the components of a mixture): the one that the draw is from, chosen by a fixed uniform number. */
  stratum: { index: number; count: number; share: number } | null;
  /** The draw, [latents]. */
  z: Float32Array;
  /** E[x|z], [784]. */
  decoded: Float32Array;
  logLikelihood: number;
  /** log p of all latents: with a hierarchical prior log p(z|u) + log p(u). */
  logPrior: number;
  /** log q of all latents: with a hierarchical prior log q(z|x) + log q(u|z). */
  logPosterior: number;
  /** log p(x|z) + log p(z) − log q(z|x): the bound from this one sample. */
  logWeight: number;
  /** The draws behind E_q[log p(x|z)], and behind the KL where it has no closed form. */
  samples: number;
  /** E_q[log p(x|z)] and its standard error. */
  reconstruction: number;
  reconstructionError: number;
  kl: number;
  /** The standard error of a Monte Carlo KL; null in closed form. */
  klError: number | null;
  /** The parts of a KL in closed form: a dimension each, and, if there is one more, what the dimensions share. */
  klPerDimension?: number[];
  /** The parts of a hierarchy's KL, from z upwards. */
  klPerLayer?: number[];
  elbo: number;
  /** q over the settings' axes; null where none was asked for, or q is not made of finite numbers. */
  shape: PosteriorShape | null;
}

/** An image among the byte levels of its split, [n, 784], or a drawn one alone, which has no label. */
export interface KnownImage {
  split: Split | "drawn";
  bytes: Uint8Array;
  index: number;
  label: number | null;
}

type Sheet = { [K in keyof ReturnType<typeof sheetTensors>["tensors"]]: Float32Array };

/** One image from x to E[x|z]. The bits and the draws behind the expectations are fixed; ε is the settings' draw. */
export async function oneImage(
  vae: VariationalAutoencoder,
  settings: OneImageSettings,
  experiment: Experiment,
  image: KnownImage,
): Promise<OneImage> {
  const { seed } = experiment;
  const seen = seenPixels(experiment, image.split, image.bytes, [image.index]);
  const x = () => tensor2d(seen, [1, IMAGE_PIXELS]);
  const noiseSize = vae.guide.noiseShape(1, 1).reduce((product, side) => product * side, 1);
  const epsilon = normals(noiseSize, settings.draw, stream(seed, "oneImage"));
  const { sheet, facts } = await readSheet(() => sheetTensors(vae, x(), epsilon, experiment));
  const { guide } = vae;
  const shapeOn = (axes: [number, number]) =>
    posteriorShape({ posterior: () => guide.posterior(x()), noiseShape: guide.noiseShape, ...latentSizes(experiment.latent), axes, seed });
  return {
    settings,
    label: image.label,
    grey: Float32Array.from(image.bytes.subarray(image.index * IMAGE_PIXELS, (image.index + 1) * IMAGE_PIXELS), (byte) => byte / 255),
    seen,
    dim: experiment.latent.dim,
    mean: sheet.mean,
    standardDeviation: sheet.deviation,
    meanSamples: facts.meanSamples,
    standardDeviationSamples: facts.deviationSamples,
    epsilon,
    reparameterization: reparameterizationOf(facts, experiment),
    ...drawOf(sheet, uniformAt(0, settings.draw, stream(seed, "oneImage/component"))),
    ...boundOf(sheet, facts),
    shape: settings.axes && (await shapeOn(settings.axes)),
  };
}

async function readSheet(make: () => ReturnType<typeof sheetTensors>): Promise<{ sheet: Sheet; facts: SheetFacts }> {
  let facts: SheetFacts | undefined;
  const sheet = await readTogether(() => {
    const made = make();
    facts = made.facts;
    return made.tensors;
  });
  if (facts === undefined) throw new Error("the sheet was read before it was made");
  return { sheet, facts };
}

function reparameterizationOf({ isGaussian }: SheetFacts, { latent }: Experiment): OneImage["reparameterization"] {
  if (!isGaussian) return "map";
  return familyFacts(latent.posterior).closedKl === "perDimension" ? "elementwise" : "linear";
}

/** The one draw that is shown: of several strata the row that the uniform number chooses by their shares. */
function drawOf(sheet: Sheet, uniform: number) {
  const count = sheet.logShare.length;
  const index = chosenStratum(sheet.logShare, uniform);
  const [latents, pixels] = [sheet.z.length / count, sheet.decoded.length / count];
  const [logLikelihood, logPrior, logPosterior] = [sheet.logLikelihood[index], sheet.logPrior[index], sheet.logPosterior[index]];
  return {
    stratum: count === 1 ? null : { index, count, share: Math.exp(sheet.logShare[index]) },
    z: sheet.z.slice(index * latents, (index + 1) * latents),
    decoded: sheet.decoded.slice(index * pixels, (index + 1) * pixels),
    logLikelihood,
    logPrior,
    logPosterior,
    logWeight: logLikelihood + logPrior - logPosterior,
  };
}

/** The expectations over q, each with the standard error of what is estimated. */
function boundOf({ sheetLogLikelihood, sheetLogShare, closedKl, drawnKl }: Sheet, { klColumns }: SheetFacts) {
  const reconstruction = meanAndError(perSample(sheetLogLikelihood, sheetLogShare, SHEET_SAMPLES));
  const rows = sheetLogShare.length;
  const layers = Array.from({ length: drawnKl.length / rows }, (_, layer) =>
    perSample(drawnKl.subarray(layer * rows, (layer + 1) * rows), sheetLogShare, SHEET_SAMPLES),
  );
  const columns = layers.length === 0 ? Array.from(closedKl) : layers.map((layer) => meanAndError(layer).mean);
  const kl = columns.reduce((total, value) => total + value, 0);
  const total = layers.length === 0 ? null : layers[0].map((_, sample) => layers.reduce((sum, layer) => sum + layer[sample], 0));
  return {
    samples: SHEET_SAMPLES,
    reconstruction: reconstruction.mean,
    reconstructionError: reconstruction.error,
    kl,
    klError: total && meanAndError(total).error,
    ...klParts(columns, klColumns),
    elbo: reconstruction.mean - kl,
  };
}
