import { backend, getBackend, type Tensor } from "@tensorflow/tfjs-core";
import { type RecordedValues, recordDraws, type StepRecord } from "./webgl/drawRecord";
import type { WebglBackend } from "./webgl/webglBackend";

export type { RecordedValues, StepRecord } from "./webgl/drawRecord";

/** True where `recordStep` may give a record. */
export function keepsRecords(): boolean {
  return getBackend() === "webgl";
}

/** Makes ready what the engine needs for `compute`, which is run for that alone: what it computes means nothing. */
export async function prepareStep(inputs: readonly Tensor[], compute: () => void): Promise<void> {
  if (keepsRecords()) await (backend() as WebglBackend).prepare(inputs, compute);
}

/**
 * Makes a step, `compute`, and notes it where the engine can. It must be pure: a function of the inputs, the images and `values`, whose
 * operations are the same at every step. The record is null where the engine keeps none or the step is none that can be played.
 */
export function recordStep(
  inputs: readonly Tensor[],
  values: RecordedValues,
  compute: () => Tensor[],
): { outputs: Tensor[]; record: StepRecord | null } {
  if (!keepsRecords()) return { outputs: compute(), record: null };
  return recordDraws(backend() as WebglBackend, inputs, values, compute);
}
