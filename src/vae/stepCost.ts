import type { Experiment } from "../experiment/experiment";
import { noiseShapeOf, parameterSpecs } from "./modelSpec";
import { mapSides } from "./networks/convolution";
import { type ParameterSpec, PIXELS } from "./parameters";

/** What a training step takes, by estimate: known before anything is made of that size. */
export interface StepCost {
  /** Floating point operations. */
  flops: number;
  /** Bytes held at once. */
  bytes: number;
}

/** A minute at 10 billion operations a second, which one core makes: the worker answers nothing meanwhile. */
const MOST_STEP_FLOPS = 600e9;

/** What a WebAssembly memory of 4 GB, and the tab of a machine with 8, still holds beside the data and the pictures. */
const MOST_STEP_BYTES = 3e9;

const product = (shape: readonly number[]): number => shape.reduce((all, side) => all * side, 1);

/** How often a weight is used for one row: once, or at each position of a convolution's output (of a transposed one's input). */
function positionsOf({ name, shape }: ParameterSpec, { network }: Experiment): number {
  if (shape.length !== 4) return 1;
  const [part, at] = name.split(".");
  const sides = mapSides(Math.sqrt(PIXELS), network[part as "encoder" | "decoder"].length);
  if (part === "encoder") return sides[Number(at) + 1] ** 2;
  return sides[at === "out" ? 1 : sides.length - Number(at)] ** 2;
}

/** Numbers that the layer of a weight gives for one row: the layer's outputs, at each place of the larger map of a convolution. */
function outputsOf(spec: ParameterSpec, experiment: Experiment): number {
  const { name, shape } = spec;
  if (shape.length !== 4) return shape[shape.length - 1] ?? 1;
  if (name === "decoder.out.weight") return PIXELS;
  const enlarges = name.startsWith("decoder.");
  return positionsOf(spec, experiment) * (enlarges ? 4 * shape[2] : shape[3]);
}

/**
 * Uses of weights and outputs of layers for so many images and codes. An encoder's weights are used for images; a decoder's, a prior's and
 * those of a flow whose networks see z for codes.
 */
function tally(experiment: Experiment, images: number, codes: number) {
  const { kind } = experiment.latent.posterior;
  const usesCodes = kind === "iaf" || kind === "coupling";
  let [uses, outputs, parameters] = [0, 0, 0];
  for (const spec of parameterSpecs(experiment)) {
    parameters += product(spec.shape);
    if (spec.shape.length < 2) continue;
    const [part] = spec.name.split(".");
    const rows = part === "encoder" || (part === "posterior" && !usesCodes) ? images : codes;
    uses += rows * product(spec.shape) * positionsOf(spec, experiment);
    outputs += rows * outputsOf(spec, experiment);
  }
  return { uses, outputs, parameters };
}

/**
 * With B images and S codes to each (K samples, times the components of a mixture): a weight's use is a product and a sum, and the backward
 * pass has two such for each of the forward one, so FLOPs = 6 Σ uses. Of P parameters 7 P numbers are held (parameters and Adam's moments
 * before and after the step, the gradient), and four for each output of a layer (before and after the activation, and the gradients of both);
 * of each code's pixels, six.
 */
export function stepCost(experiment: Experiment): StepCost {
  const { batchSize, objective } = experiment;
  const codes = product(noiseShapeOf(experiment, objective.samples, batchSize).slice(0, -1));
  const { uses, outputs, parameters } = tally(experiment, batchSize, codes);
  return { flops: 6 * uses, bytes: 4 * (7 * parameters + 4 * outputs + 6 * PIXELS * codes) };
}

/** Why a question about so many images and codes is not answered at once; null when it is. Without gradients half as much is held. */
export function answerFault(experiment: Experiment, images: number, codes: number): string | null {
  const bytes = 4 * (2 * tally(experiment, images, codes).outputs + 3 * PIXELS * codes);
  if (bytes <= MOST_STEP_BYTES) return null;
  return `an answer for so many holds about ${gigabytes(bytes)} in this network, by estimate; allowed: at most ${gigabytes(MOST_STEP_BYTES)}: give fewer at a time`;
}

const rounded = (value: number): string => String(Number(value.toPrecision(2)));

/** "3.4 GB". */
const gigabytes = (bytes: number): string => `${rounded(bytes / 1e9)} GB`;

/** Why a step of the experiment is not begun, and which fields to lower; null when it may be. */
export function costFault(experiment: Experiment): string | null {
  const { flops, bytes } = stepCost(experiment);
  const lower = "lower batchSize, objective.samples or the widths of the network";
  if (bytes > MOST_STEP_BYTES)
    return `a step holds about ${gigabytes(bytes)}, by estimate; allowed: at most ${gigabytes(MOST_STEP_BYTES)}: ${lower}`;
  if (flops <= MOST_STEP_FLOPS) return null;
  return `a step takes about ${rounded(flops / 1e9)} billion operations, by estimate; allowed: at most ${MOST_STEP_FLOPS / 1e9} billion: ${lower}`;
}

/** Operations a second of one core, where nothing has been measured. */
const ASSUMED_RATE = 10e9;

const HEAVY_SECONDS = 1;
const HEAVY_BYTES = 1e9;

/** What is said before an experiment is begun whose steps take long or much; null of any other. `rate`: operations a second, where steps were made. */
export function heavyNotice(experiment: Experiment, rate: number | null): string | null {
  const { flops, bytes } = stepCost(experiment);
  const seconds = flops / (rate ?? ASSUMED_RATE);
  if (seconds < HEAVY_SECONDS && bytes < HEAVY_BYTES) return null;
  const basis = rate === null ? "on one core, if it makes 10 billion operations a second" : "at the speed of the steps made so far";
  return `This experiment is heavy. By estimate a step takes about ${rounded(seconds)} s ${basis}, and about ${gigabytes(bytes)} of memory.`;
}
