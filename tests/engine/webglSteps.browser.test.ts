import { backend, env } from "@tensorflow/tfjs-core";
import { describe, expect, it, vi } from "vitest";
import { MODELS } from "../../scripts/reproduction/combinations";
import { engineMemory } from "../../src/engine/engineMemory";
import type { EngineName } from "../../src/engine/report";
import { startEngine } from "../../src/engine/start";
import type { WebglBackend } from "../../src/engine/webgl/webglBackend";
import { DEFAULT_EXPERIMENT, type Experiment } from "../../src/experiment/experiment";
import { betaSchedule } from "../../src/experiment/objectives";
import { mergeExperiment } from "../../src/experiment/resolve";
import { scheduleValue } from "../../src/experiment/schedules";
import { stream, uniformAt } from "../../src/numeric/random";
import { disposeRun, freshSnapshot, openRun, snapshotRun } from "../../src/training/runState";
import { createStepper } from "../../src/training/stepper";
import { createPagePlatform } from "../../src/worker/platform";
import { largest, largestError } from "./numbers";

/** Training steps on WebGL (drawn by a software renderer), most of them played from a record, beside those of plain JavaScript. */

const IMAGES = 70;

/** Blots: most of an image is black, as most of a digit is. */
const BYTES = Uint8Array.from({ length: IMAGES * 784 }, (_, i) => {
  const [x, y] = [(i % 28) - 14, (Math.floor(i / 28) % 28) - 14];
  return x * x + y * y < 60 ? Math.floor(256 * uniformAt(i, 0, stream(1, "blots"))) : 0;
});

/** The order of ten minibatches of seven. */
const ORDER = Uint32Array.from({ length: IMAGES }, (_, i) => (i * 31) % IMAGES);

const BASE = mergeExperiment(DEFAULT_EXPERIMENT, {
  network: { encoder: [9], decoder: [8], activation: "tanh" },
  latent: { dim: 3 },
  batchSize: 7,
  objective: { beta: { kind: "linear", from: 0, to: 1, steps: 20 } },
});

interface Trained {
  /** What each step measures, and the norm of the gradient of every fifth. */
  metrics: number[][];
  weights: Float32Array[];
}

async function start(engine: EngineName): Promise<void> {
  const report = await startEngine(engine, createPagePlatform(), (text) => expect.fail(text));
  expect(report.name).toBe(engine);
}

/** Trains; without `records` every step is made of its operations. */
async function trained(experiment: Experiment, steps: number, records: boolean): Promise<Trained> {
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
    metrics.push([...(await values.data()), ...(gradientNorm === undefined ? [] : await gradientNorm.data())]);
    values.dispose();
    gradientNorm?.dispose();
    if (!records) stepper.dispose();
  }
  const { parameters } = await snapshotRun(run);
  stepper.dispose();
  disposeRun(run);
  return { metrics, weights: parameters };
}

const CASES: { name: string; experiment: Experiment; steps: number }[] = [
  { name: "the default model, seven images a batch", experiment: BASE, steps: 50 },
  {
    name: "three samples, clipped, free bits, static bits",
    experiment: mergeExperiment(BASE, {
      data: { binarization: "static" },
      objective: { samples: 3, freeBits: { nats: 0.2, per: "dimension" } },
      optimizer: { clipNorm: 1 },
    }),
    steps: 50,
  },
  {
    name: "score function with a moving average, relu, even sizes",
    experiment: mergeExperiment(BASE, {
      network: { encoder: [8], decoder: [8], activation: "relu" },
      latent: { dim: 2 },
      batchSize: 10,
      objective: { samples: 2, estimator: "scoreMovingAverage" },
    }),
    steps: 50,
  },
  ...MODELS.map(({ name, patch }) => ({
    name,
    experiment: mergeExperiment(BASE, patch.network?.kind === "conv" ? { network: { kind: "conv", encoder: [3], decoder: [3] } } : patch),
    steps: 14,
  })),
  { name: "IWAE", experiment: mergeExperiment(BASE, { objective: { kind: "iwae", samples: 3, estimator: "dreg" } }), steps: 14 },
];

describe("steps on WebGL", () => {
  it.each(CASES)(
    "$name: what is measured is that of plain JavaScript, and a record plays as the operations do, to the bit",
    async (one) => {
      await start("cpu");
      const exact = await trained(one.experiment, one.steps, false);
      await start("webgl");
      const draws = vi.spyOn((backend() as WebglBackend).programs, "draw");
      const made = await trained(one.experiment, one.steps, false);
      const byOperations = draws.mock.calls.length;
      const played = await trained(one.experiment, one.steps, true);
      expect(played).toEqual(made);
      // Of the first fourteen steps eight are played: not the first three, nor those that the two records are made of.
      expect(draws.mock.calls.length - byOperations).toBeLessThan(0.6 * byOperations);
      draws.mockRestore();
      made.metrics.forEach((values, step) => {
        const size = largest(exact.metrics[step]);
        expect(largestError(values, exact.metrics[step]), `step ${step + 1}`).toBeLessThan(1e-3 * size);
      });
    },
  );

  it("of the default experiment make no more than 64 draws, by operations too, of programs that exist", async () => {
    await start("webgl");
    const run = openRun(DEFAULT_EXPERIMENT, freshSnapshot(DEFAULT_EXPERIMENT));
    const bytes = Uint8Array.from({ length: 128 * 784 }, (_, i) => BYTES[i % BYTES.length]);
    const images = Uint32Array.from({ length: 128 }, (_, i) => i);
    const stepper = createStepper();
    const step = () => stepper.step(run, { experiment: DEFAULT_EXPERIMENT, bytes, images, beta: 1, wantNorm: false }).values.dispose();
    for (let i = 0; i < 2; i++) step();
    const { programs, gpgpu } = backend() as WebglBackend;
    const [ours, stock] = [vi.spyOn(programs, "draw"), vi.spyOn(gpgpu, "executeProgram")];
    step();
    expect(ours.mock.calls.length + stock.mock.calls.length).toBeLessThanOrEqual(64);
    expect(stock).not.toHaveBeenCalled();
    for (const spy of [ours, stock]) spy.mockRestore();
    stepper.dispose();
    disposeRun(run);
  });

  it("are right where textures are too long to lie plainly, with records asked for and refused", async () => {
    await start("webgl");
    const widest = env().getNumber("WEBGL_MAX_TEXTURE_SIZE");
    const wrapped = [
      mergeExperiment(BASE, { batchSize: 55, objective: { samples: 61 }, latent: { prior: { kind: "hierarchical", upper: 2 } } }),
    ];
    for (const experiment of wrapped) {
      await start("cpu");
      const exact = await trained(experiment, 2, false);
      await start("webgl");
      env().set("WEBGL_MAX_TEXTURE_SIZE", 1640);
      try {
        const [made, played] = [await trained(experiment, 5, false), await trained(experiment, 5, true)];
        expect(played).toEqual(made);
        exact.metrics.forEach((values, step) => {
          expect(largestError(made.metrics[step], values)).toBeLessThan(1e-3 * largest(values));
        });
      } finally {
        env().set("WEBGL_MAX_TEXTURE_SIZE", widest);
      }
    }
  }, 120_000);

  it("leave alone a moving average that another estimator does not move", async () => {
    await start("webgl");
    const experiment = mergeExperiment(BASE, { objective: { samples: 2, estimator: "scoreMovingAverage" } });
    const run = openRun(experiment, freshSnapshot(experiment));
    const stepper = createStepper();
    const images = ORDER.subarray(0, 7);
    const step = (of: Experiment) => stepper.step(run, { experiment: of, bytes: BYTES, images, beta: 1, wantNorm: false }).values.dispose();
    for (let i = 0; i < 8; i++) step(experiment);
    const { baseline } = await snapshotRun(run);
    expect(baseline?.updates).toBe(8);
    const pathwise = mergeExperiment(experiment, { objective: { estimator: "pathwise" } });
    for (let i = 0; i < 9; i++) step(pathwise);
    expect((await snapshotRun(run)).baseline).toEqual(baseline);
    stepper.dispose();
    disposeRun(run);
  });

  it("may be asked for while their programs are still being made", async () => {
    await start("webgl");
    const experiment = mergeExperiment(BASE, { latent: { posterior: { kind: "coupling", layers: 2, hidden: 13 } } });
    const run = openRun(experiment, freshSnapshot(experiment));
    const stepper = createStepper();
    const request = { experiment, bytes: BYTES, images: ORDER.subarray(0, 7), beta: 1, wantNorm: true };
    const preparing = stepper.prepare(run, request);
    expect(stepper.prepare(run, request)).toBe(preparing);
    const { values, gradientNorm } = stepper.step(run, request);
    expect((await values.data())[0]).toBe(1);
    await preparing;
    values.dispose();
    gradientNorm?.dispose();
    stepper.dispose();
    disposeRun(run);
  });

  it("keep nothing: after 1 000 of them, 10 changes of a setting and 50 models, tensors and bytes are what they were", async () => {
    await start("webgl");
    const { pool } = backend() as WebglBackend;
    for (let i = 0; i < 2; i++) await trained(BASE, 20, true);
    const before = engineMemory();
    await trained(BASE, 1000, true);
    for (let i = 1; i <= 10; i++) await trained(mergeExperiment(BASE, { optimizer: { learningRate: i / 1000 } }), 20, true);
    expect(engineMemory()).toEqual(before);
    pool.empty();
    const empty = engineMemory();
    for (let width = 5; width < 55; width++)
      await trained(mergeExperiment(BASE, { network: { encoder: [width], decoder: [width] } }), 6, true);
    pool.empty();
    expect(engineMemory()).toEqual(empty);
  }, 120_000);
});
