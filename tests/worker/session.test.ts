import { describe, expect, it } from "vitest";
import { tensorCount } from "../../src/engine/engineMemory";
import { readSafetensors, writeSafetensors } from "../../src/training/safetensors";
import type { RunProgress } from "../../src/worker/protocol";
import { NO_PROBES, noticesOf, openSession, smallExperiment } from "./sessions";

describe("a session", () => {
  it("gives the same curve again after Reset, bit for bit, and another one with another seed", async () => {
    const session = await openSession();
    await session.call.train({ steps: 60 });
    const first = session.history();
    await session.call.reset();
    await session.call.train({ steps: 25 });
    await session.call.train({ steps: 35 });
    expect(session.history()).toEqual(first);
    await session.call.configure({ seed: 2 });
    await session.call.train({ steps: 60 });
    expect(session.history()).not.toEqual(first);
    expect(first.filter(({ split }) => split === "train").map(({ step }) => step)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60,
    ]);
    expect(first.filter(({ split }) => split === "test").map(({ step }) => step)).toEqual([0, 10, 25, 50]);
  });

  it("gives the same curve on both engines, to rounding", async () => {
    const simd = await openSession(smallExperiment(), "simd");
    await simd.call.train({ steps: 20 });
    const cpu = await openSession(smallExperiment(), "cpu");
    await cpu.call.train({ steps: 20 });
    const [a, b] = [simd.history(), cpu.history()];
    expect(a.map(({ step, split }) => [step, split])).toEqual(b.map(({ step, split }) => [step, split]));
    a.forEach((point, i) => {
      expect(Math.abs(point.elbo - b[i].elbo)).toBeLessThan(1e-3 * Math.abs(b[i].elbo));
    });
  });

  it("keeps the number of tensors constant over 1 000 steps", async () => {
    const session = await openSession(smallExperiment({ network: { encoder: [8], decoder: [8] }, batchSize: 8 }));
    const grid = {
      side: 4,
      source: "slice" as const,
      axes: [0, 1] as [number, number],
      anchor: [0, 0],
      scale: "quantile" as const,
      show: "mean" as const,
    };
    const oneImage = { source: { kind: "dataset" as const, split: "test" as const, index: 3 }, draw: 0, axes: [0, 1] as [number, number] };
    await session.call.setProbes({ ...NO_PROBES, latentGrid: grid, encodings: { count: 50, show: "sample" }, oneImage });
    await session.call.train({ steps: 50 });
    const before = tensorCount();
    await session.call.train({ steps: 1000 });
    expect(tensorCount()).toBe(before);
  });

  it("puts the replaced run aside and brings it back as it was", async () => {
    const session = await openSession();
    // Between two reports: the half-filled window is put aside too.
    await session.call.train({ steps: 33 });
    const weights = await session.call.exportWeights();
    const history = session.history();
    await session.call.configure({ latent: { dim: 3 } });
    await session.call.train({ steps: 5 });
    await session.call.restorePrevious();
    expect(await session.call.exportWeights()).toEqual(weights);
    expect(session.history()).toEqual(history);
    await session.call.train({ steps: 17 });
    const continued = session.history();
    await session.call.reset();
    await session.call.train({ steps: 50 });
    expect(session.history()).toEqual(continued);
  });

  it("applies live settings to the run in hand and marks them", async () => {
    const session = await openSession();
    await session.call.train({ steps: 10 });
    await session.call.configure({ objective: { kind: "elbo", beta: { kind: "linear", from: 0, to: 4, steps: 8 } } });
    await session.call.train({ steps: 10 });
    const betas = session.history().filter(({ split, step }) => split === "train" && step > 10);
    expect(betas.map(({ step, beta }) => [step, beta])).toEqual([
      [15, 2],
      [20, 4],
    ]);
    const settings = session.events.findLast((event) => event.kind === "settings");
    expect(settings?.kind === "settings" && settings.changes).toEqual([{ step: 10, text: "β 1 → 0..4@8" }]);
  });

  it("stops by itself at the stop condition, and goes on past it for a budget", async () => {
    const session = await openSession(smallExperiment({ data: { trainSize: 320 }, stopAfterEpochs: 2 }));
    expect((await session.call.train({})).step).toBe(20);
    expect((await session.call.train({ steps: 7 })).step).toBe(27);
    expect((await session.call.train({ epochs: 0.5 })).step).toBe(32);
    const training = session.call.train({ steps: 500 });
    await session.call.configure({ stopAfterEpochs: 6 });
    expect((await training).step).toBe(60);
  });

  it("pauses, and says how fast it was", async () => {
    const session = await openSession();
    const training = session.call.train({});
    const isUnderWay = () => session.history().some(({ step }) => step >= 3);
    while (!isUnderWay()) await new Promise((resolve) => setTimeout(resolve, 5));
    await expect(session.call.train({})).rejects.toThrow("already under way");
    await session.call.pause();
    const { step, seconds, stepsPerSecond } = await training;
    expect(step).toBeGreaterThan(2);
    expect(stepsPerSecond).toBeGreaterThan(0);
    expect(seconds).toBeGreaterThan(0);
    const last = session.events.findLast((event) => event.kind === "progress");
    expect((last as { progress: RunProgress }).progress.phase).toBe("idle");
  });

  it("has begun as soon as it is asked for: a second call is refused, and one that is stopped before the first step makes none", async () => {
    const { call } = await openSession();
    const first = call.train({ steps: 3 });
    // Until the first has waited for changes under way.
    await Promise.resolve();
    const second = call.train({ steps: 3 });
    await expect(second).rejects.toThrow("already under way");
    expect((await first).step).toBe(3);
    const stopped = call.train({ steps: 200 });
    const paused = call.reset();
    const { step } = await stopped;
    await paused;
    expect(step).toBeLessThan(200);
    expect((await call.train({ steps: 5 })).step).toBe(5);
  });

  it("keeps the run when the engine is changed", async () => {
    const session = await openSession();
    await session.call.train({ steps: 12 });
    const weights = await session.call.exportWeights();
    await session.call.engine("cpu");
    expect(await session.call.exportWeights()).toEqual(weights);
    await session.call.engine("simd");
    await session.call.train({ steps: 18 });
    const across = session.history();
    await session.call.reset();
    await session.call.train({ steps: 30 });
    expect(session.history()).toEqual(across);
    await expect(session.call.engine("quantum" as never)).rejects.toThrow('engine was "quantum"; allowed: auto, webgl, simd, cpu');
  });

  it("shows the filtered digits only, at most the images there are", async () => {
    const session = await openSession(smallExperiment({ data: { digits: [3, 5], trainSize: 100 } }));
    const experiment = await session.call.configure({});
    expect(experiment.batchSize).toBeLessThan(32);
    expect(noticesOf(session).join()).toContain("batchSize was 32; allowed: at most the");
    await session.call.setProbes({ ...NO_PROBES, encodings: { count: 60, show: "mean" } });
    await session.call.images("test", [9999]);
    await session.call.train({ steps: 3 });
    const encoded = session.events.findLast((event) => event.kind === "encodings");
    if (encoded?.kind !== "encodings") throw new Error("no encodings came");
    expect(new Set(encoded.encodings.labels)).toEqual(new Set([3, 5]));
    await expect(session.call.configure({ data: { ...experiment.data, digits: [7], trainSize: 1 } })).rejects.toThrow("leaves no image");
  });

  it("that diverges goes back to its last good state and is paused; no point is drawn, and the likely setting is named", async () => {
    const session = await openSession();
    await session.call.train({ steps: 3 });
    const { arrays, metadata } = readSafetensors(await session.call.exportWeights());
    const huge = arrays.map((array) => ({ ...array, values: array.values.map((value) => value * 1e37) }));
    await session.call.importWeights(writeSafetensors({ arrays: huge, metadata }));
    const { step } = await session.call.train({ steps: 60 });
    expect(step).toBe(3);
    expect(noticesOf(session).join()).toMatch(/The loss became NaN at step \d+.* The run is back at step 3, .* learning rate of 0\.001/);
    expect(session.history().every(({ elbo, loss }) => Number.isFinite(elbo) && Number.isFinite(loss))).toBe(true);
    const back = readSafetensors(await session.call.exportWeights());
    expect(back.arrays).toEqual(huge);
    // Training on meets the same.
    expect((await session.call.train({ steps: 60 })).step).toBe(3);
    await session.call.reset();
    expect((await session.call.train({ steps: 2 })).step).toBe(2);
  });

  it("that is paused while a change is under way does not begin to train", async () => {
    const session = await openSession();
    const changed = session.call.reset();
    const training = session.call.train({ steps: 300 });
    await session.call.pause();
    await changed;
    expect((await training).step).toBe(0);
  });
});
