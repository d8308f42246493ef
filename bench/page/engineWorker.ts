import { IMAGE_PIXELS } from "../../src/data/manifest";
import { startEngine } from "../../src/engine/start";
import { DEFAULT_EXPERIMENT, type Experiment } from "../../src/experiment/experiment";
import { mergeExperiment } from "../../src/experiment/resolve";
import { disposeRun, freshSnapshot, openRun, type RunState } from "../../src/training/runState";
import { createStepper, type Stepper } from "../../src/training/stepper";
import type { StepMetrics } from "../../src/training/trainStep";
import { createPagePlatform } from "../../src/worker/platform";
import { experimentOf } from "../models";
import { NO_TRAINING } from "../protocol";
import { answerCalls } from "./answerCalls";
import { fetchMnist } from "./batches";

/** The page's WebGL engine in a bare loop: `start` says whether steps are played from records or made of operations each time. */

interface Training {
  experiment: Experiment;
  run: RunState;
  stepper: Stepper;
  bytes: Uint8Array;
  order: Uint32Array;
}

let records = true;
let training: Training | null = null;

function step({ experiment, run, stepper, bytes, order }: Training): StepMetrics {
  const { batchSize } = experiment;
  const from = (run.step * batchSize) % (order.length - batchSize);
  if (!records) stepper.dispose();
  return stepper.step(run, { experiment, bytes, images: order.subarray(from, from + batchSize), beta: 1, wantNorm: false });
}

answerCalls({
  ...NO_TRAINING,
  async start({ backend }) {
    records = backend === "records";
    const { name, label } = await startEngine("webgl", createPagePlatform(), (notice) => {
      throw new Error(notice);
    });
    if (name !== "webgl") throw new Error(`the page's engine is ${label}`);
    return label;
  },
  async prepare(model) {
    const bytes = training?.bytes ?? (await fetchMnist());
    if (training !== null) disposeRun(training.run);
    training?.stepper.dispose();
    const experiment = mergeExperiment(DEFAULT_EXPERIMENT, experimentOf(model));
    const order = Uint32Array.from({ length: bytes.length / IMAGE_PIXELS }, (_, i) => i);
    training = { experiment, run: openRun(experiment, freshSnapshot(experiment)), stepper: createStepper(), bytes, order };
  },
  async steps(count) {
    if (training === null) throw new Error("steps come after prepare");
    const start = performance.now();
    let last: StepMetrics | null = null;
    for (let i = 0; i < count; i++) {
      last?.values.dispose();
      last = step(training);
    }
    const loss = last === null ? Number.NaN : (await last.values.data())[3];
    last?.values.dispose();
    return { milliseconds: performance.now() - start, loss };
  },
  product: () => Promise.reject(new Error("this peer only trains")),
  multiplyAddRate: () => Promise.resolve(null),
});
