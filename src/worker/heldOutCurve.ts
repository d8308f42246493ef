import { dispose, type Tensor } from "@tensorflow/tfjs-core";
import type { Experiment } from "../experiment/experiment";
import { EVALUATION_COUNT } from "../training/cadence";
import { evaluateImages, evaluationImages, type SplitData } from "../training/evaluation";
import { testPoint } from "../training/heldOut";
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

/** Points of the test curve. A step's evaluation whose images have not arrived is made later, over the weights of that step. */
export interface HeldOutCurve {
  /** Evaluates the run at its present step, unless that has been done or waits. */
  evaluate(run: LiveRun): Promise<void>;
  /** Makes what was put off, once the test images are there. */
  catchUp(): Promise<void>;
  /** Resolves when no evaluation is under way. */
  settled(): Promise<void>;
}

async function measure(core: SessionCore, test: SplitData, moment: Moment, held: Tensor[]): Promise<void> {
  const { runId, experiment, step, epoch, beta, specs } = moment;
  try {
    const images = evaluationImages(EVALUATION_SEED, test.labels, experiment.data.digits, EVALUATION_COUNT);
    const { objective } = experiment;
    const importanceSamples = objective.kind === "iwae" ? objective.samples : undefined;
    const request = { experiment, split: "test" as const, data: test, images, seed: EVALUATION_SEED, importanceSamples, pause: core.pause };
    const point = testPoint(await evaluateImages(named(specs, held), request), experiment.objective, beta, step, epoch);
    if (Number.isFinite(point.elbo)) addPoints(core, runId, [point]);
  } finally {
    dispose(held);
  }
}

export function createHeldOutCurve(core: SessionCore): HeldOutCurve {
  const waiting: { moment: Moment; values: Float32Array[] }[] = [];
  const asked = new Map<string, Set<number>>();
  let current: Promise<void> = Promise.resolve();

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

  const putOff = async (moment: Moment, run: LiveRun) => {
    if (waiting.length >= MOST_WAITING) return notify(core, "warning", GAP);
    const values = run.state.parameters.map(async (parameter) => Float32Array.from(await parameter.data()));
    waiting.push({ moment, values: await Promise.all(values) });
    await catchUp();
  };

  const catchUp = async () => {
    const test = splitIfReady(core, "test");
    if (test === null) return;
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { moment, values } = next;
      if (isKept(core, moment.runId)) await inOrder(() => measure(core, test, moment, toTensors(moment.specs, values)));
    }
  };

  return {
    async evaluate(run) {
      const { runId, experiment, state, plan } = run;
      if (!isNew(runId, state.step)) return;
      const { step, specs } = state;
      const moment = { runId, experiment, step, epoch: plan?.epochAt(step) ?? 0, beta: betaNow(run), specs };
      const test = splitIfReady(core, "test");
      if (test === null) await putOff(moment, run);
      else {
        const { held } = holdParameters(state);
        await inOrder(() => measure(core, test, moment, held));
      }
    },
    catchUp,
    settled: () => current,
  };
}
