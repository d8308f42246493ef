import { dispose, type Tensor } from "@tensorflow/tfjs-core";
import { EVALUATION_COUNT } from "../training/cadence";
import { evaluateImages, evaluationImages, type SplitData } from "../training/evaluation";
import { testPoint } from "../training/heldOut";
import { betaNow, type LiveRun } from "../training/liveRun";
import { holdParameters } from "../training/runState";
import type { Parameters } from "../vae/parameters";
import { addPoints } from "./runs";
import { type SessionCore, splitIfReady } from "./sessionCore";

/** The seed of the test curve's images and noise: the same as `playground.evaluate`'s default. */
const EVALUATION_SEED = 0;

/** An evaluation asked for at a step, over the parameters as they were then. */
interface Pending {
  run: LiveRun;
  experiment: LiveRun["experiment"];
  step: number;
  beta: number;
  parameters: Parameters;
  held: Tensor[];
}

/** Points of the test curve. A step's evaluation whose images have not arrived is made later, over the weights of that step. */
export interface HeldOutCurve {
  evaluate(run: LiveRun): Promise<void>;
  /** Makes what was put off, once the test images are there. */
  catchUp(): Promise<void>;
}

async function measure(core: SessionCore, test: SplitData, pending: Pending): Promise<void> {
  const { run, experiment, step, beta, parameters, held } = pending;
  const images = evaluationImages(EVALUATION_SEED, test.labels, experiment.data.digits, EVALUATION_COUNT);
  const request = { experiment, split: "test" as const, data: test, images, seed: EVALUATION_SEED, pause: core.pause };
  const results = await evaluateImages(parameters, request);
  dispose(held);
  const point = testPoint(results, experiment.objective, beta, step, run.plan?.epochAt(step) ?? 0);
  if (core.run === run && Number.isFinite(point.elbo)) addPoints(core, run, [point]);
}

export function createHeldOutCurve(core: SessionCore): HeldOutCurve {
  const waiting: Pending[] = [];
  const catchUp = async () => {
    const test = splitIfReady(core, "test");
    if (test === null) return;
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      if (core.run === next.run) await measure(core, test, next);
      else dispose(next.held);
    }
  };
  return {
    async evaluate(run) {
      const { experiment, state } = run;
      waiting.push({ run, experiment, step: state.step, beta: betaNow(run), ...holdParameters(state) });
      await catchUp();
    },
    catchUp,
  };
}
