import { dispose, type Tensor } from "@tensorflow/tfjs-core";
import type { Experiment } from "../experiment/experiment";
import { EVALUATION_COUNT } from "../training/cadence";
import { evaluateImages, evaluationImages, type SplitData } from "../training/evaluation";
import { testPoint } from "../training/heldOut";
import type { HistoryPoint } from "../training/history";
import { betaNow, type LiveRun } from "../training/liveRun";
import { holdParameters } from "../training/runState";
import { named, type ParameterSpec, toTensors } from "../vae/parameters";
import { addPoints, isKept } from "./runs";
import { notify, type SessionCore, splitIfReady } from "./sessionCore";

/** The seed of the test curve's images and noise: the same as `playground.evaluate`'s default. */
const EVALUATION_SEED = 0;

/** The most evaluations that wait for test images; each holds a copy of the weights. */
const MOST_WAITING = 30;

const GAP = "The test images have still not arrived, so the test curve has a gap from here until they do.";

/** What an evaluation is of. */
interface Moment {
  runId: string;
  experiment: Experiment;
  step: number;
  epoch: number;
  beta: number;
  specs: readonly ParameterSpec[];
}

/**
 * Points of the test curve. A step's evaluation whose images have not arrived is made later, over the weights of that step. One of a run that
 * is no longer kept ends between two chunks.
 */
export interface HeldOutCurve {
  /** Evaluates the run at its present step, unless that has been done or waits. Nothing of the run is needed once this has been called. */
  evaluate(run: LiveRun): Promise<void>;
  /** Makes what was put off, once the test images are there. */
  catchUp(): Promise<void>;
  /** The run has gone back to this step: what comes after it is evaluated again. */
  forget(runId: string, step: number): void;
  /** Lets `change` replace the engine: what is under way ends after its chunk and is made again on the new one, after this resolves. */
  across(change: () => Promise<void>): Promise<void>;
}

/** The moment's point; null when the evaluation was ended. */
async function pointOf(
  core: SessionCore,
  test: SplitData,
  moment: Moment,
  held: Tensor[],
  isEnded: () => boolean,
): Promise<HistoryPoint | null> {
  const { experiment, step, epoch, beta, specs } = moment;
  const ended = new Error("the evaluation was ended");
  const pause = async () => {
    await core.pause();
    if (isEnded()) throw ended;
  };
  const images = evaluationImages(EVALUATION_SEED, test.labels, experiment.data.digits, EVALUATION_COUNT);
  const { objective } = experiment;
  const importanceSamples = objective.kind === "iwae" ? objective.samples : undefined;
  const request = { experiment, split: "test" as const, data: test, images, seed: EVALUATION_SEED, importanceSamples, pause };
  try {
    return testPoint(await evaluateImages(named(specs, held), request), objective, beta, step, epoch);
  } catch (error) {
    if (error === ended) return null;
    throw error;
  }
}

const readBack = (tensors: Tensor[]): Promise<Float32Array[]> =>
  Promise.all(tensors.map(async (tensor) => Float32Array.from(await tensor.data())));

export function createHeldOutCurve(core: SessionCore): HeldOutCurve {
  const waiting: { moment: Moment; values: Float32Array[] }[] = [];
  const asked = new Map<string, Set<number>>();
  let current: Promise<void> = Promise.resolve();
  let engineChanges = false;

  /** False if this step of this run was asked for before. Forgets runs that are gone. */
  const isNew = (runId: string, step: number): boolean => {
    for (const other of asked.keys()) if (other !== runId && !isKept(core, other)) asked.delete(other);
    const steps = asked.get(runId) ?? new Set();
    asked.set(runId, steps);
    if (steps.has(step)) return false;
    steps.add(step);
    return true;
  };

  const inOrder = (task: () => Promise<void>): Promise<void> => {
    const result = current.then(task);
    current = result.catch(() => undefined);
    return result;
  };

  /** Measures over `held`, which it disposes. */
  const measure = async (test: SplitData, moment: Moment, held: Tensor[]) => {
    const { runId } = moment;
    const isEnded = () => engineChanges || !isKept(core, runId);
    try {
      const point = isEnded() ? null : await pointOf(core, test, moment, held, isEnded);
      if (point === null && isKept(core, runId)) waiting.unshift({ moment, values: await readBack(held) });
      if (point !== null && Number.isFinite(point.elbo)) addPoints(core, runId, [point]);
    } finally {
      dispose(held);
    }
  };

  const putOff = async (moment: Moment, held: Tensor[]) => {
    try {
      if (waiting.length >= MOST_WAITING) return notify(core, "warning", GAP);
      waiting.push({ moment, values: await readBack(held) });
    } finally {
      dispose(held);
    }
    await catchUp();
  };

  const catchUp = async () => {
    const test = splitIfReady(core, "test");
    if (test === null) return;
    for (let next = takeWaiting(); next !== undefined; next = takeWaiting()) {
      const { moment, values } = next;
      if (isKept(core, moment.runId)) await inOrder(() => measure(test, moment, toTensors(moment.specs, values)));
    }
  };

  const takeWaiting = () => (engineChanges ? undefined : waiting.shift());

  return {
    async evaluate(run) {
      const { runId, experiment, state, plan } = run;
      if (!isNew(runId, state.step)) return;
      const { step, specs } = state;
      const moment = { runId, experiment, step, epoch: plan?.epochAt(step) ?? 0, beta: betaNow(run), specs };
      const test = splitIfReady(core, "test");
      const { held } = holdParameters(state);
      if (test === null) await putOff(moment, held);
      else await inOrder(() => measure(test, moment, held));
    },
    catchUp,
    forget(runId, step) {
      const steps = asked.get(runId);
      for (const each of steps ?? []) if (each > step) steps?.delete(each);
    },
    async across(change) {
      engineChanges = true;
      try {
        await current;
        await change();
      } finally {
        engineChanges = false;
        void catchUp().catch((error: unknown) => notify(core, "error", String(error)));
      }
    },
  };
}
