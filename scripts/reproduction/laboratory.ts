import { DEFAULT_EXPERIMENT, type DeepPartial, type Experiment } from "../../src/experiment/experiment";
import { mergeExperiment } from "../../src/experiment/resolve";
import type { EvaluationResult } from "../../src/worker/protocol";
import { decimal, type Progress } from "../training/progress";
import type { NodeRun } from "../training/run";

/** Where the long runs are made, one after the other. */
export interface Laboratory {
  trainer: NodeRun;
  progress: Progress;
  seeds: readonly number[];
  write(line: string): void;
}

/** A held-out evaluation and what led to it. */
export interface Measurement extends EvaluationResult {
  epoch: number;
  /** Training time up to here. */
  seconds: number;
}

/** All test images. */
const TEST_IMAGES = 10_000;

function experimentOf(patch: DeepPartial<Experiment>, seed: number): Experiment {
  return mergeExperiment(mergeExperiment(DEFAULT_EXPERIMENT, patch), { seed, stopAfterEpochs: null });
}

/** Starts a run of the default experiment with a patch. */
export async function begin({ trainer }: Laboratory, patch: DeepPartial<Experiment>, seed: number): Promise<void> {
  await trainer.session.replace(experimentOf(patch, seed));
}

/** Trains a new run to each epoch in turn and evaluates all test images there, one posterior sample each. */
export async function runTo(
  laboratory: Laboratory,
  name: string,
  patch: DeepPartial<Experiment>,
  seed: number,
  epochs: readonly number[],
): Promise<Measurement[]> {
  const { trainer, progress } = laboratory;
  await begin(laboratory, patch, seed);
  const results: Measurement[] = [];
  let done = 0;
  let seconds = 0;
  for (const epoch of epochs) {
    progress.print(`${name}, seed ${seed}, to epoch ${epoch}`);
    seconds += (await trainer.train({ epochs: epoch - done })).seconds;
    done = epoch;
    results.push({ epoch, seconds, ...(await trainer.evaluate(TEST_IMAGES)) });
  }
  return results;
}

/** The last of `runTo` with one epoch. */
export async function resultAt(laboratory: Laboratory, name: string, patch: DeepPartial<Experiment>, seed: number, epoch: number) {
  const [result] = await runTo(laboratory, name, patch, seed, [epoch]);
  return result;
}

/** A line of a Markdown table. */
export function row(cells: readonly (string | number)[]): string {
  return `| ${cells.join(" | ")} |`;
}

/** The head of a Markdown table. */
export function head(titles: readonly string[]): string {
  return `${row(titles)}\n|${titles.map(() => "---|").join("")}`;
}

/** "−1.2 ± 0.3": mean and sample standard deviation. */
export function meanAndSpread(values: readonly number[], digits: number): string {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const spread = values.length > 1 ? ` ± ${Math.sqrt(squares / (values.length - 1)).toFixed(digits)}` : "";
  return `${decimal(mean, digits)}${spread}`;
}
