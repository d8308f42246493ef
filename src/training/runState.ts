import { clone, dispose, type Scalar, scalar, type Tensor } from "@tensorflow/tfjs-core";
import type { Experiment } from "../experiment/experiment";
import { parameterSpecs } from "../vae/modelSpec";
import { initialValues, named, type ParameterSpec, type Parameters, toTensors } from "../vae/parameters";
import { makeVae, type VariationalAutoencoder } from "../vae/vae";

/** What a step changes, as plain arrays: enough to go on elsewhere (another engine, after undo). */
export interface RunSnapshot {
  step: number;
  /** Updates Adam has made; differs from `step` after weights were imported. */
  updates: number;
  parameters: Float32Array[];
  first: Float32Array[];
  second: Float32Array[];
  /** The moving average of the score function's signal, once there is one. */
  baseline: { average: number; updates: number } | null;
}

/** A model in training: its parameters and Adam's moments as tensors, owned here and replaced at each step. */
export interface RunState {
  readonly specs: readonly ParameterSpec[];
  step: number;
  updates: number;
  parameters: Tensor[];
  first: Tensor[];
  second: Tensor[];
  /** The moving average of the score function's signal over `updates` earlier steps, from 0; null before the first. */
  baseline: { average: Scalar; updates: number } | null;
}

/** Step 0 of an experiment. */
export function freshSnapshot(experiment: Experiment): RunSnapshot {
  const parameters = initialValues(parameterSpecs(experiment), experiment.network.initializer, experiment.seed);
  return startingFrom(parameters, 0);
}

/** The given weights with a fresh Adam. */
export function startingFrom(parameters: Float32Array[], step: number): RunSnapshot {
  const zeros = () => parameters.map((values) => new Float32Array(values.length));
  return { step, updates: 0, parameters, first: zeros(), second: zeros(), baseline: null };
}

/** The snapshot's tensors on the engine in use; free them with `disposeRun`. */
export function openRun(experiment: Experiment, snapshot: RunSnapshot): RunState {
  const specs = parameterSpecs(experiment);
  return {
    specs,
    step: snapshot.step,
    updates: snapshot.updates,
    parameters: toTensors(specs, snapshot.parameters),
    first: toTensors(specs, snapshot.first),
    second: toTensors(specs, snapshot.second),
    baseline: snapshot.baseline && { ...snapshot.baseline, average: scalar(snapshot.baseline.average) },
  };
}

/** Copies of everything, read back from the engine. */
export async function snapshotRun(run: RunState): Promise<RunSnapshot> {
  const { step, updates } = run;
  const signals = run.baseline?.updates ?? 0;
  const average = run.baseline?.average.data();
  const read = (tensors: Tensor[]) => Promise.all(tensors.map(async (tensor) => Float32Array.from(await tensor.data())));
  const [parameters, first, second] = await Promise.all([read(run.parameters), read(run.first), read(run.second)]);
  const baseline = average === undefined ? null : { average: (await average)[0], updates: signals };
  return { step, updates, parameters, first, second, baseline };
}

export function disposeRun(run: RunState): void {
  dispose([...run.parameters, ...run.first, ...run.second, ...(run.baseline ? [run.baseline.average] : [])]);
}

/** The model over the run's present parameters: for use at once, since the next step replaces them. */
export function vaeOf(experiment: Experiment, run: RunState): VariationalAutoencoder {
  return makeVae(experiment, named(run.specs, run.parameters));
}

/** A reading of the parameters that later steps leave alone (shares memory with them until then); the caller disposes `held`. */
export function holdParameters(run: RunState): { parameters: Parameters; held: Tensor[] } {
  const held = run.parameters.map((parameter) => clone(parameter));
  return { parameters: named(run.specs, held), held };
}
