import { DEFAULT_EXPERIMENT, type DeepPartial, type Experiment } from "../experiment/experiment";
import { checkPlainValue } from "../experiment/plainValue";
import { mergeExperiment } from "../experiment/resolve";
import { sizeFault } from "../vae/modelSize";
import { parameterSpecs } from "../vae/modelSpec";
import type { ParameterSpec } from "../vae/parameters";
import { type ContainerKind, type NamedArray, quoted, readSafetensors, WEIGHTS_FILE, writeSafetensors } from "./safetensors";
import { fileShape, fromFileOrder, toFileOrder } from "./weightsLayout";

const FORMAT = "vae-playground/1";

/** More steps than anyone trains; the generator's step word has 32 bits. */
const MOST_STEPS = 2 ** 31;

/** The model's weights as a .safetensors file in PyTorch's layout (`weight` is [out, in]; see `weightsLayout.ts`). */
export function writeWeights(experiment: Experiment, step: number, values: readonly Float32Array[], app: string): Uint8Array {
  const arrays = parameterArrays(parameterSpecs(experiment), values);
  return writeSafetensors({ arrays, metadata: { format: FORMAT, app, experiment: JSON.stringify(experiment), step: String(step) } });
}

/** The experiment of a file's metadata. @throws Error when there is none, it is not valid, or its model is too large. */
export function readExperiment(text: string | undefined, { name }: ContainerKind): Experiment {
  if (text === undefined) throw new Error(`the ${name} was refused: its metadata name no experiment, so its network is unknown`);
  const experiment = parsedExperiment(text, name);
  const fault = sizeFault(experiment);
  if (fault !== null) throw new Error(`the ${name} was refused: ${fault}`);
  return experiment;
}

function parsedExperiment(text: string, name: string): Experiment {
  try {
    const given: unknown = JSON.parse(text);
    checkPlainValue(given);
    return mergeExperiment(DEFAULT_EXPERIMENT, given as DeepPartial<Experiment>);
  } catch (error) {
    throw new Error(`the ${name} was refused: its experiment is not valid (${error instanceof Error ? error.message : error})`);
  }
}

/** A number of steps. @throws Error for anything but a whole number from 0 to 2³¹, as a number or in figures. */
export function readCount(given: unknown, what: string, { name }: ContainerKind): number {
  const count = typeof given === "string" && given.trim() !== "" ? Number(given) : given;
  if (typeof count === "number" && Number.isInteger(count) && count >= 0 && count <= MOST_STEPS) return count;
  const said = typeof given === "string" || typeof given === "number" ? String(given).slice(0, 40) : typeof given;
  throw new Error(`the ${name} was refused: its ${what} is "${said}"; allowed: a whole number from 0 to ${MOST_STEPS}`);
}

/** Arrays of the parameters' names, each behind `prefix`, in PyTorch's layout. */
export function parameterArrays(specs: readonly ParameterSpec[], values: readonly Float32Array[], prefix = ""): NamedArray[] {
  return specs.map((spec, i) => ({ name: prefix + spec.name, shape: fileShape(spec), values: toFileOrder(values[i], spec) }));
}

/** The values of such arrays. @throws Error for one that is missing or of another shape. */
export function takeParameters(
  specs: readonly ParameterSpec[],
  arrays: ReadonlyMap<string, NamedArray>,
  { name }: ContainerKind,
  prefix = "",
): Float32Array[] {
  return specs.map((spec) => {
    const found = arrays.get(prefix + spec.name);
    const expected = fileShape(spec);
    if (found === undefined) throw new Error(`the ${name} was refused: "${prefix}${spec.name}" is missing`);
    if (found.shape.join() !== expected.join()) {
      throw new Error(`the ${name} was refused: "${prefix}${spec.name}" has shape [${found.shape}]; its experiment needs [${expected}]`);
    }
    return fromFileOrder(found.values, spec);
  });
}

/**
 * The experiment, step and weights of a file.
 * @throws Error with the reason when anything but exactly the experiment's parameters is in it.
 */
export function readWeights(bytes: Uint8Array): { experiment: Experiment; step: number; values: Float32Array[] } {
  const { arrays, metadata } = readSafetensors(bytes);
  if (metadata.format !== FORMAT) {
    throw new Error(`the weights file was refused: its format is "${metadata.format?.slice(0, 40) ?? "not named"}"; "${FORMAT}" is read`);
  }
  const experiment = readExperiment(metadata.experiment, WEIGHTS_FILE);
  const specs = parameterSpecs(experiment);
  const byName = new Map(arrays.map((array) => [array.name, array]));
  const extra = arrays.find(({ name }) => !specs.some((spec) => spec.name === name));
  if (extra !== undefined) throw new Error(`the weights file was refused: ${quoted(extra.name)} does not belong to its experiment`);
  const step = readCount(metadata.step ?? "0", "step", WEIGHTS_FILE);
  return { experiment, step, values: takeParameters(specs, byName, WEIGHTS_FILE) };
}
