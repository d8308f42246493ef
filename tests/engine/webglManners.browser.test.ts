import { add, asinh, backend, cosh, dispose, env, tensor, tidy } from "@tensorflow/tfjs-core";
import { describe, expect, it, vi } from "vitest";
import { engineMemory } from "../../src/engine/engineMemory";
import type { WebglBackend } from "../../src/engine/webgl/webglBackend";
import { DEFAULT_EXPERIMENT, type Experiment } from "../../src/experiment/experiment";
import { mergeExperiment } from "../../src/experiment/resolve";
import { disposeRun, freshSnapshot, openRun, snapshotRun } from "../../src/training/runState";
import { createStepper } from "../../src/training/stepper";
import { largest, largestError, scattered } from "./numbers";
import { BASE, BYTES, ORDER, start, trained } from "./trainedSteps";

/** What steps on WebGL take and leave behind, and where they are made in another way. */

describe("steps on WebGL", () => {
  it("of the default experiment make no more than 24 draws, by operations too, of programs of ours", async () => {
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
    expect(ours.mock.calls.length + stock.mock.calls.length).toBeLessThanOrEqual(24);
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
        const before = engineMemory();
        const [made, played] = [await trained(experiment, 5, false), await trained(experiment, 5, true)];
        expect(played).toEqual(made);
        expect(engineMemory().tensors).toBe(before.tensors);
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

  it("are made of programs that were compiled ahead, also where tensors were sent meanwhile", async () => {
    await start("webgl");
    const [x, y] = [tensor(scattered(15, 1), [3, 5]), tensor(scattered(15, 2), [3, 5])];
    const compute = () => tidy(() => [cosh(add(x, y)), asinh(add(x, y))]);
    await (backend() as WebglBackend).prepare([], () => void dispose(compute()));
    const [one, other] = compute().map((value) => value.dataSync());
    const sums = scattered(15, 1).map((value, i) => value + scattered(15, 2)[i]);
    expect(largestError(one, sums.map(Math.cosh))).toBeLessThan(1e-5);
    expect(largestError(other, sums.map(Math.asinh))).toBeLessThan(1e-5);
  });

  it("keep nothing: after 1 000 of them, 10 changes of a setting and 50 models, tensors and bytes are what they were", async () => {
    await start("webgl");
    const { pool } = backend() as WebglBackend;
    for (let i = 0; i < 2; i++) await trained(BASE, 20, true);
    const before = engineMemory();
    await trained(BASE, 1000, true, false);
    for (let i = 1; i <= 10; i++) await trained(mergeExperiment(BASE, { optimizer: { learningRate: i / 1000 } }), 20, true, false);
    expect(engineMemory()).toEqual(before);
    pool.empty();
    const empty = engineMemory();
    for (let width = 5; width < 55; width++)
      await trained(mergeExperiment(BASE, { network: { encoder: [width], decoder: [width] } }), 5, true, false);
    pool.empty();
    expect(engineMemory()).toEqual(empty);
  }, 120_000);
});
