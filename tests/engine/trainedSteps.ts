import { expect } from "vitest";
import type { EngineName } from "../../src/engine/report";
import { startEngine } from "../../src/engine/start";
import { DEFAULT_EXPERIMENT, type Experiment } from "../../src/experiment/experiment";
import { betaSchedule } from "../../src/experiment/objectives";
import { mergeExperiment } from "../../src/experiment/resolve";
import { scheduleValue } from "../../src/experiment/schedules";
import { stream, uniformAt } from "../../src/numeric/random";
import { disposeRun, freshSnapshot, openRun, snapshotRun } from "../../src/training/runState";
import { createStepper } from "../../src/training/stepper";
import { createPagePlatform } from "../../src/worker/platform";

/** A few minibatches and a model of awkward sizes, trained step by step on the engine in use. */

const IMAGES = 70;

/** Blots: most of an image is black, as most of a digit is. */
export const BYTES = Uint8Array.from({ length: IMAGES * 784 }, (_, i) => {
  const [x, y] = [(i % 28) - 14, (Math.floor(i / 28) % 28) - 14];
  return x * x + y * y < 60 ? Math.floor(256 * uniformAt(i, 0, stream(1, "blots"))) : 0;
});

/** The order of ten minibatches of seven. */
export const ORDER = Uint32Array.from({ length: IMAGES }, (_, i) => (i * 31) % IMAGES);

export const BASE = mergeExperiment(DEFAULT_EXPERIMENT, {
  network: { encoder: [9], decoder: [8], activation: "tanh" },
  latent: { dim: 3 },
  batchSize: 7,
  objective: { beta: { kind: "linear", from: 0, to: 1, steps: 20 } },
});

export interface Trained {
  /** What each step measures, and the norm of the gradient of every fifth. */
  metrics: number[][];
  weights: Float32Array[];
}

export async function start(engine: EngineName): Promise<void> {
  const report = await startEngine(engine, createPagePlatform(), (text) => expect.fail(text));
  expect(report.name).toBe(engine);
}

/** Trains; without `records` every step is made of its operations. What is not `measured` is not read back either. */
export async function trained(experiment: Experiment, steps: number, records: boolean, measured = true): Promise<Trained> {
  const run = openRun(experiment, freshSnapshot(experiment));
  const stepper = createStepper();
  const metrics: number[][] = [];
  const size = experiment.batchSize;
  const batches = Math.floor(IMAGES / size);
  for (let step = 0; step < steps; step++) {
    const from = (step % batches) * size;
    const beta = scheduleValue(betaSchedule(experiment.objective), step);
    const request = { experiment, bytes: BYTES, images: ORDER.subarray(from, from + size), beta, wantNorm: step % 5 === 4 };
    if (records) await stepper.prepare(run, request);
    const { values, gradientNorm } = stepper.step(run, request);
    if (measured) metrics.push([...(await values.data()), ...(gradientNorm === undefined ? [] : await gradientNorm.data())]);
    values.dispose();
    gradientNorm?.dispose();
    if (!records) stepper.dispose();
  }
  const { parameters } = await snapshotRun(run);
  stepper.dispose();
  disposeRun(run);
  return { metrics, weights: parameters };
}
