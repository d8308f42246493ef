import { DEFAULT_EXPERIMENT, type Experiment } from "../experiment/experiment";
import { mergeExperiment } from "../experiment/resolve";
import { sizeFault } from "../vae/modelSize";
import { parameterSpecs } from "../vae/modelSpec";
import type { ParameterSpec } from "../vae/parameters";
import { type NamedArray, readSafetensors, writeSafetensors } from "./safetensors";
import { fileShape, fromFileOrder, toFileOrder } from "./weightsLayout";

const FORMAT = "vae-playground/1";

/** More steps than anyone trains; the generator's step word has 32 bits. */
const MOST_STEPS = 2 ** 31;

/** The model's weights as a .safetensors file in PyTorch's layout (`weight` is [out, in]; see `weightsLayout.ts`). */
export function writeWeights(experiment: Experiment, step: number, values: readonly Float32Array[], app: string): Uint8Array {
  const arrays = parameterSpecs(experiment).map((spec, i) => ({
    name: spec.name,
    shape: fileShape(spec),
    values: toFileOrder(values[i], spec),
  }));
  return writeSafetensors({ arrays, metadata: { format: FORMAT, app, experiment: JSON.stringify(experiment), step: String(step) } });
}

function readExperiment(text: string | undefined): Experiment {
  if (text === undefined) throw new Error("the weights file was refused: its metadata name no experiment, so its network is unknown");
  try {
    return mergeExperiment(DEFAULT_EXPERIMENT, JSON.parse(text));
  } catch (error) {
    throw new Error(`the weights file was refused: its experiment is not valid (${error instanceof Error ? error.message : error})`);
  }
}

function takeArray(spec: ParameterSpec, arrays: ReadonlyMap<string, NamedArray>): Float32Array {
  const found = arrays.get(spec.name);
  const expected = fileShape(spec);
  if (found === undefined) throw new Error(`the weights file was refused: "${spec.name}" is missing`);
  if (found.shape.join() !== expected.join()) {
    throw new Error(`the weights file was refused: "${spec.name}" has shape [${found.shape}]; its experiment needs [${expected}]`);
  }
  return fromFileOrder(found.values, spec);
}

/**
 * The experiment, step and weights of a file.
 * @throws Error with the reason when anything but exactly the experiment's parameters is in it.
 */
export function readWeights(bytes: Uint8Array): { experiment: Experiment; step: number; values: Float32Array[] } {
  const { arrays, metadata } = readSafetensors(bytes);
  if (metadata.format !== FORMAT) {
    throw new Error(`the weights file was refused: its format is "${metadata.format ?? "not named"}"; "${FORMAT}" is read`);
  }
  const experiment = readExperiment(metadata.experiment);
  const fault = sizeFault(experiment);
  if (fault !== null) throw new Error(`the weights file was refused: ${fault}`);
  const specs = parameterSpecs(experiment);
  const byName = new Map(arrays.map((array) => [array.name, array]));
  const extra = arrays.find(({ name }) => !specs.some((spec) => spec.name === name));
  if (extra !== undefined) throw new Error(`the weights file was refused: "${extra.name}" does not belong to its experiment`);
  const step = Number(metadata.step ?? 0);
  if (!Number.isInteger(step) || step < 0 || step > MOST_STEPS) {
    throw new Error(`the weights file was refused: its step is "${metadata.step}"; allowed: a whole number from 0 to ${MOST_STEPS}`);
  }
  return { experiment, step, values: specs.map((spec) => takeArray(spec, byName)) };
}
