import { dispose, getBackend, getKernel, tidy } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { tensorCount } from "../../src/engine/engineMemory";
import { BERNOULLI_LOG_LIKELIHOOD, BERNOULLI_LOG_LIKELIHOOD_GRADIENT } from "../../src/engine/operations/bernoulliLogLikelihood";
import { registerKernels } from "../../src/engine/registry";
import { repeatedGradient } from "../../src/probes/repeatedGradient";
import { betaNow, openLiveRun } from "../../src/training/liveRun";
import { makeMinibatch } from "../../src/training/minibatches";
import { freshSnapshot } from "../../src/training/runState";
import { startTraining, type TrainerHost } from "../../src/training/trainer";
import { trainStep } from "../../src/training/trainStep";
import { named } from "../../src/vae/parameters";
import { ENGINES, startTestEngine } from "../engine/engines";
import { smallExperiment } from "../worker/sessions";

const FULL = "no memory is left";

/** Does the task with a kernel of the engine in use that throws. */
async function withFailing<T>(kernelName: string, task: () => T): Promise<T> {
  const usual = getKernel(kernelName, getBackend());
  const kernelFunc = () => {
    throw new Error(FULL);
  };
  registerKernels(getBackend(), [{ kernelName, kernelFunc }]);
  try {
    return await task();
  } finally {
    registerKernels(getBackend(), [usual]);
  }
}

const IMAGES = Uint32Array.from({ length: 8 }, (_, i) => i);
const BYTES = new Uint8Array(8 * 784);

function openRun() {
  const experiment = smallExperiment({ batchSize: 8, objective: { estimator: "scoreMovingAverage", samples: 2 } });
  const record = { runId: "run", experiment, step: 0, history: [], changes: [] };
  return openLiveRun({ record, scheduleStart: 0, snapshot: freshSnapshot(experiment), metrics: null });
}

const host: TrainerHost = {
  now: () => performance.now(),
  pause: async () => undefined,
  waitForImages: async () => undefined,
  trainBytes: () => BYTES,
  evaluate: async () => undefined,
  betweenSlices: async () => undefined,
  addPoints: () => undefined,
  evaluationFailed: () => undefined,
  goBack: async () => undefined,
};

describe.each(ENGINES)("on %s", (engine) => {
  beforeAll(() => startTestEngine(engine));

  describe.each([
    ["forward", BERNOULLI_LOG_LIKELIHOOD],
    ["backward", BERNOULLI_LOG_LIKELIHOOD_GRADIENT],
  ])("a step whose %s pass throws", (_, kernel) => {
    it("leaves no tensor behind, and the run able to go on", async () => {
      const run = openRun();
      const batch = makeMinibatch(run.experiment, BYTES, IMAGES, 0);
      const step = () => trainStep(run.experiment, run.state, batch, { beta: betaNow(run), wantNorm: true });
      const before = tensorCount();
      await expect(withFailing(kernel, step)).rejects.toThrow(FULL);
      expect(tensorCount()).toBe(before);
      expect(run.state.step).toBe(0);
      const { values, gradientNorm } = step();
      expect(Number.isFinite((await values.data())[0])).toBe(true);
      dispose([values, ...(gradientNorm ? [gradientNorm] : [])]);
      // The moving average of the first signal.
      expect(tensorCount()).toBe(before + 1);
    });

    it("leaves none in a training job", async () => {
      const run = openRun();
      run.plan = { imagesAt: () => IMAGES, epochAt: () => 0, stepsPerEpoch: 1 };
      const before = tensorCount();
      const train = () => startTraining(host, run, () => ({ untilStep: 1, untilTime: Number.POSITIVE_INFINITY })).finished;
      await expect(withFailing(kernel, train)).rejects.toThrow(FULL);
      expect(tensorCount()).toBe(before);
    });

    it("leaves none when a gradient is repeated", async () => {
      const { experiment, state } = openRun();
      const { x } = makeMinibatch(experiment, BYTES, IMAGES, 0);
      const parameters = named(state.specs, state.parameters);
      const before = tensorCount();
      const groups = [{ name: "all", places: state.specs.map((_spec, i) => i), size: 0 }];
      const gradient = repeatedGradient({ experiment, parameters, x, beta: 1, seed: 0 }, groups);
      await expect(withFailing(kernel, () => tidy(() => gradient(0)))).rejects.toThrow(FULL);
      expect(tensorCount()).toBe(before);
    });
  });
});
