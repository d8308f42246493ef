import { IMAGE_PIXELS, SPLIT_IMAGES } from "../data/manifest";
import type { Split } from "../data/split";
import type { EngineChoice } from "../engine/report";
import type { Experiment } from "../experiment/experiment";
import { checkPlainValue } from "../experiment/plainValue";
import { sizeFault } from "../vae/modelSize";
import { answerFault } from "../vae/stepCost";
import type { OpenOptions, WorksheetOptions } from "./protocol";
import { shown } from "./shown";

/** What the console API takes; every refusal says what was wrong and what is allowed. */

/** The most images or codes in one call; more are refused before any memory is taken for them. */
const MOST_ROWS = 20_000;

/** More than any name that the page gives. */
const LONGEST_RUN_ID = 100;

const ENGINES: readonly EngineChoice[] = ["auto", "webgl", "simd", "cpu"];

export function checkEngine(name: EngineChoice): void {
  if (!ENGINES.includes(name)) throw new Error(`engine was ${shown(name)}; allowed: ${ENGINES.join(", ")}`);
}

/** What a session is opened with. */
export function checkOpening(options: OpenOptions): void {
  checkOptions(options, ["engine", "experiment", "resume", "exactly"]);
  checkEngine(options.engine);
  checkPlainValue(options.experiment);
  if (options.resume !== undefined) checkRunId(options.resume);
}

/** A file's bytes. @throws Error for anything else, and for memory that another thread may write to meanwhile. */
export function checkBytes(bytes: Uint8Array, file: string): Uint8Array {
  const given = bytes as unknown;
  if (!(given instanceof Uint8Array)) throw new Error(`the ${file} was refused: it was not given as a Uint8Array of its bytes`);
  if (!(given.buffer instanceof ArrayBuffer))
    throw new Error(`the ${file} was refused: its bytes are shared memory; give a copy, bytes.slice()`);
  return bytes;
}

/** @throws Error when the experiment's model has more parameters than are trained here. */
export function checkSize(experiment: Experiment): void {
  const fault = sizeFault(experiment);
  if (fault !== null) throw new Error(fault);
}

/** @throws Error when weights are NaN or infinite, as after training that diverged. */
export function checkFinite(arrays: readonly Float32Array[]): void {
  if (arrays.every((values) => values.every(Number.isFinite))) return;
  throw new Error("the weights are no longer finite numbers, so there is nothing to export; start again or undo the change first");
}

/** @throws Error when the served data are not MNIST's 60 000 + 10 000 images. */
export function checkSplitSizes(train: Uint8Array, test: Uint8Array): void {
  if (train.length === SPLIT_IMAGES.train && test.length === SPLIT_IMAGES.test) return;
  throw new Error(`the data have ${train.length} + ${test.length} images; MNIST has ${SPLIT_IMAGES.train} + ${SPLIT_IMAGES.test}`);
}

/** @throws Error for anything but an object with some of these names. */
export function checkOptions(options: object, names: readonly string[], what = "the options"): void {
  if (typeof options !== "object" || options === null || Array.isArray(options) || ArrayBuffer.isView(options)) {
    throw new Error(`${what} ${what.endsWith("s") ? "were" : "was"} ${shown(options)}; allowed: { ${names.join(", ")} }`);
  }
  const unknown = Object.keys(options).find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new Error(`${what} ${what.endsWith("s") ? "have" : "has"} ${shown(unknown)}; allowed: ${names.join(", ")}`);
}

/** The indices of images of a split of `images`. @throws Error for more than are read at once, or for one that is none. */
export function checkIndices(indices: readonly number[], images: number): void {
  if (!Array.isArray(indices)) throw new Error("indices must be an array of whole numbers");
  if (indices.length > MOST_ROWS) throw new Error(`there were ${indices.length} indices; allowed: at most ${MOST_ROWS} at once`);
  for (const index of indices) checkCount("an index", index, 0, images - 1);
}

/** The name of a run, as the page gives names. */
export function checkRunId(runId: string): void {
  if (typeof runId === "string" && runId !== "" && runId.length <= LONGEST_RUN_ID) return;
  throw new Error(`the run was ${shown(runId)}; allowed: the name of a run, status().runId`);
}

/** Number of images in `pixels`. @throws Error unless a Float32Array of [n, 784] with values in [0, 1]. */
export function checkPixels(pixels: Float32Array): number {
  if (!(pixels instanceof Float32Array)) throw new Error("pixels must be a Float32Array of [n, 784]");
  if (pixels.length === 0 || pixels.length % IMAGE_PIXELS !== 0) {
    throw new Error(`pixels has ${pixels.length} values; allowed: a multiple of 784, one image after another`);
  }
  checkCount("the number of images", pixels.length / IMAGE_PIXELS, 1, MOST_ROWS);
  const wrong = pixels.findIndex((value) => !(value >= 0 && value <= 1));
  if (wrong >= 0) throw new Error(`pixels[${wrong}] was ${pixels[wrong]}; allowed: grey levels from 0 to 1`);
  return pixels.length / IMAGE_PIXELS;
}

/** @throws Error for grey pixels where the model is one of bits. */
export function checkBits(pixels: Float32Array, { likelihood, data }: Pick<Experiment, "likelihood" | "data">): void {
  if (likelihood.kind !== "bernoulli" || data.binarization === "none") return;
  const grey = pixels.findIndex((value) => value !== 0 && value !== 1);
  if (grey >= 0) throw new Error(`pixels[${grey}] was ${pixels[grey]}; allowed: 0 or 1, which playground.binarize(…) makes of grey levels`);
}

/** Number of codes in `z`. @throws Error unless a Float32Array of [n, dim] of finite values. */
export function checkCodes(z: Float32Array, dim: number): number {
  if (!(z instanceof Float32Array)) throw new Error("z must be a Float32Array of [n, dim]");
  if (z.length === 0 || z.length % dim !== 0)
    throw new Error(`z has ${z.length} values; allowed: a multiple of the latent dimension, ${dim}`);
  checkCount("the number of codes", z.length / dim, 1, MOST_ROWS);
  checkFiniteValues("z", z);
  return z.length / dim;
}

function checkFiniteValues(name: string, values: Float32Array): void {
  const wrong = values.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) throw new Error(`${name}[${wrong}] was ${values[wrong]}; allowed: finite numbers`);
}

/** @throws Error unless standard normal noise of the shape. */
export function checkNoise(noise: Float32Array, shape: readonly number[]): void {
  const size = shape.reduce((product, side) => product * side, 1);
  if (!(noise instanceof Float32Array) || noise.length !== size) {
    const given = noise instanceof Float32Array ? `has ${noise.length} values` : "is not a Float32Array";
    throw new Error(`noise ${given}; allowed: a Float32Array of [${shape.join(", ")}], ${size} values`);
  }
  checkFiniteValues("noise", noise);
}

/** The number of codes that `z` gives to each of `count` images. @throws Error unless [S, count, latents] of finite values, alone. */
export function checkGivenCodes(options: WorksheetOptions, count: number, latents: number): number {
  const { z, ...others } = options;
  const [other] = Object.entries(others).find(([, value]) => value !== undefined) ?? [];
  if (other !== undefined)
    throw new Error(`z was given together with ${other}; allowed: z, the codes to score, or samples with seed or noise`);
  if (!(z instanceof Float32Array)) throw new Error(`z must be a Float32Array of [S, ${count}, ${latents}]`);
  if (z.length === 0 || z.length % (count * latents) !== 0) {
    throw new Error(
      `z has ${z.length} values; allowed: a Float32Array of [S, ${count}, ${latents}], a multiple of ${count * latents} values`,
    );
  }
  return checkCodes(z, latents) / count;
}

export function checkCount(name: string, value: number, min: number, max: number): void {
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new Error(`${name} was ${shown(value)}; allowed: a whole number from ${min} to ${max}`);
  }
}

/** @throws Error when so many images and codes are too much for the network at once. */
export function checkRoom(experiment: Experiment, images: number, codes: number): void {
  const fault = answerFault(experiment, images, codes);
  if (fault !== null) throw new Error(fault);
}

/** Samples of each of `count` images, of `rows` codes each. */
export function checkSamples(samples: number, count: number, rows: number): void {
  checkCount("the number of images", count, 1, Math.floor(MOST_ROWS / rows));
  checkCount("samples", samples, 1, Math.floor(MOST_ROWS / (count * rows)));
}

export function checkSeed(seed: number, name = "seed"): void {
  checkCount(name, seed, 0, 4294967295);
}

export function checkSplit(split: Split): void {
  if (split !== "train" && split !== "test") throw new Error(`split was ${shown(split)}; allowed: "train" or "test"`);
}
