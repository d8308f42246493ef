import { dispose } from "@tensorflow/tfjs-core";
import { LEAST_REPEATS } from "../numeric/gradientStatistics";
import { type GradientSignalProgress, gradientSignal } from "../probes/gradientSignal";
import { baselineNow } from "../training/baseline";
import { betaNow, type LiveRun } from "../training/liveRun";
import { minibatchPixels } from "../training/minibatches";
import { holdParameters } from "../training/runState";
import { checkCount, checkOptions, checkSeed } from "./callChecks";
import type { Measurements } from "./measurements";
import type { GradientSignal, GradientSignalOptions } from "./protocol";
import { runInHand, type SessionCore } from "./sessionCore";

/** The measurement of the gradient's signal as the page asks for it: one at a time, beside training. */
export interface GradientSignalCalls {
  measure(options: GradientSignalOptions): Promise<GradientSignal>;
  /** Ends the measurement under way, if any, after the repeat in hand. */
  stop(): Promise<void>;
}

const NAME = "the gradient's signal";

/** Twenty sums of every parameter are held: 400 MB for so many. */
const MOST_PARAMETERS = 5_000_000;

/** R by default, and at most. */
const MOST_REPEATS = 16_000;

const PROGRESS_INTERVAL = 100;

/** What the next step of the run would differentiate, held still; `free` lets go of it. */
function holdStep(core: SessionCore, run: LiveRun) {
  const { experiment, state, plan } = run;
  const images = plan?.imagesAt(state.step);
  if (images === undefined || !images.every((image) => core.source.isReady("train", image))) {
    throw new Error("the next step's images have not arrived yet; measure again when they are here");
  }
  const x = minibatchPixels(experiment, core.source.pixels("train"), images, state.step);
  const { parameters, held } = holdParameters(state);
  const baseline = baselineNow(experiment.objective, state);
  const free = () => dispose([x, ...held, ...(baseline ? [baseline] : [])]);
  return { step: state.step, experiment, parameters, x, beta: betaNow(run), baseline, free };
}

function checkSize(run: LiveRun): void {
  const size = run.state.parameters.reduce((total, parameter) => total + parameter.size, 0);
  if (size <= MOST_PARAMETERS) return;
  throw new Error(`the model has ${size} parameters; the gradient's signal is measured of models with at most ${MOST_PARAMETERS}`);
}

export function createGradientSignal(core: SessionCore, measurements: Measurements): GradientSignalCalls {
  const run = async (live: LiveRun, mostRepeats: number, seed: number, isStopped: () => boolean): Promise<GradientSignal> => {
    const emit = (progress: GradientSignalProgress) => core.emit({ kind: "gradientSignal", runId: live.runId, gradientSignal: progress });
    const { step, free, ...held } = holdStep(core, live);
    let emittedAt = core.now();
    emit({ phase: "measuring", repeats: 0, mostRepeats });
    try {
      const onProgress = (repeats: number) => {
        if (core.now() - emittedAt < PROGRESS_INTERVAL) return;
        emittedAt = core.now();
        emit({ phase: "measuring", repeats, mostRepeats });
      };
      const { now, pause } = core;
      const measured = await gradientSignal({ ...held, seed, leastRepeats: LEAST_REPEATS, mostRepeats, now, pause, isStopped, onProgress });
      const { kind, samples, estimator } = held.experiment.objective;
      const result = { ...measured, step, objective: kind, samples, estimator };
      emit({ phase: "done", result });
      return result;
    } catch (error) {
      emit({ phase: "failed" });
      throw error;
    } finally {
      free();
    }
  };

  return {
    async measure(options) {
      checkOptions(options, ["repeats", "seed"]);
      const { repeats = MOST_REPEATS, seed = 0 } = options;
      checkCount("repeats", repeats, LEAST_REPEATS, MOST_REPEATS);
      checkSeed(seed);
      if (measurements.isUnderWay(NAME)) throw new Error(`${NAME} is being measured already; stop that first`);
      const live = runInHand(core);
      if (live.diverged) throw new Error("the weights are no longer finite numbers; start again or undo the change before measuring");
      checkSize(live);
      return measurements.begin(NAME, ({ isStopped }) => run(live, repeats, seed, isStopped));
    },
    stop: () => measurements.stop(NAME),
  };
}
