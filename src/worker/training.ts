import { EngineLost } from "../engine/engineLost";
import { engineMemory } from "../engine/engineMemory";
import type { EngineReport } from "../engine/report";
import { betaNow, type LiveRun } from "../training/liveRun";
import { type JobLimits, startTraining, type TrainerHost } from "../training/trainer";
import { stepCost } from "../vae/stepCost";
import { checkOptions } from "./callChecks";
import { divergenceNotice } from "./divergence";
import type { HeldOutCurve } from "./heldOutCurve";
import type { Pictures } from "./pictures";
import type { TrainBudget, TrainResult } from "./protocol";
import type { RunKeeper } from "./runKeeper";
import { addPoints, goBack } from "./runs";
import { notify, runInHand, type SessionCore } from "./sessionCore";
import { shown } from "./shown";

/** Training as the page asks for it: with a budget, paused, watched. */
export interface Training {
  train(budget: TrainBudget): Promise<TrainResult>;
  /** Ends the job under way, if any, after the step in hand. */
  stop(): Promise<void>;
  emitProgress(): void;
  /** Makes ready what the first step needs, as soon as its images are here. */
  prepare(): Promise<void>;
}

/** Images/s and time left are over about this long, in milliseconds. */
const SPEED_WINDOW = 1500;
const PROGRESS_INTERVAL = 100;
/** Seconds of training from which its speed says something. */
const LEAST_MEASURED = 0.5;
const SHARD_POLL_INTERVAL = 20;

function checkBudget(budget: TrainBudget): void {
  checkOptions(budget, ["steps", "epochs", "seconds"], "the budget");
  for (const [name, value] of Object.entries(budget)) {
    if (value !== undefined && !(typeof value === "number" && value > 0 && Number.isFinite(value))) {
      throw new Error(`the budget's ${name} was ${shown(value)}; allowed: a number above 0`);
    }
  }
}

const stopStep = ({ experiment, plan }: LiveRun): number =>
  (experiment.stopAfterEpochs ?? Number.POSITIVE_INFINITY) * (plan?.stepsPerEpoch ?? 1);

/**
 * Where a budget that counts from now ends. The experiment's stop condition counts too, as it is at the time of asking (it may be
 * changed while training), but not one that had been passed when training began.
 */
function limitsOf(run: LiveRun, budget: TrainBudget, now: number): () => JobLimits {
  const { step } = run.state;
  const passed = step >= stopStep(run) ? run.experiment.stopAfterEpochs : undefined;
  const byBudget = Math.min(
    step + Math.ceil(budget.steps ?? Number.POSITIVE_INFINITY),
    step + Math.ceil((budget.epochs ?? Number.POSITIVE_INFINITY) * (run.plan?.stepsPerEpoch ?? 1)),
  );
  const untilTime = now + 1000 * (budget.seconds ?? Number.POSITIVE_INFINITY);
  return () => {
    const isPassed = passed !== undefined && run.experiment.stopAfterEpochs === passed;
    return { untilStep: isPassed ? byBudget : Math.min(byBudget, stopStep(run)), untilTime };
  };
}

/** Steps per second over the last moments. */
function speedometer() {
  let marks: { time: number; step: number }[] = [];
  return {
    mark(time: number, step: number): number {
      marks.push({ time, step });
      while (marks.length > 2 && time - marks[0].time > SPEED_WINDOW) marks = marks.slice(1);
      const elapsed = time - marks[0].time;
      return elapsed > 0 ? (1000 * (step - marks[0].step)) / elapsed : 0;
    },
  };
}

export function createTraining(core: SessionCore, pictures: Pictures, curve: HeldOutCurve, keeper: RunKeeper): Training {
  let stepsPerSecond = 0;
  let limits: (() => JobLimits) | null = null;
  let started = 0;
  /** From the press of Train to the first point of the curve, for a run that began with it, on the engine in use. */
  let firstStep: { runId: string; engine: EngineReport | null; seconds: number } | null = null;

  const secondsLeft = (run: LiveRun): number | null => {
    if (limits === null) return null;
    const { untilStep, untilTime } = limits();
    const bySteps = stepsPerSecond > 0 ? (untilStep - run.state.step) / stepsPerSecond : Number.POSITIVE_INFINITY;
    const left = Math.min(bySteps, (untilTime - core.now()) / 1000);
    return Number.isFinite(left) ? Math.max(0, left) : null;
  };

  const emitProgress = () => {
    const run = core.run;
    if (run === null) return;
    const { runId, state, experiment, plan } = run;
    const stepsPerEpoch = plan?.stepsPerEpoch ?? 0;
    const progress = {
      runId,
      phase: core.job === null ? ("idle" as const) : ("training" as const),
      step: state.step,
      epoch: plan?.epochAt(state.step) ?? 0,
      stepsPerEpoch,
      imagesPerSecond: stepsPerSecond * experiment.batchSize,
      secondsLeft: secondsLeft(run),
      beta: betaNow(run),
      betaStep: state.step - run.scheduleStart,
      memory: engineMemory(),
      firstStepSeconds: firstStep?.runId === runId && firstStep.engine === core.engine ? firstStep.seconds : null,
    };
    core.emit({ kind: "progress", progress });
  };

  const makeHost = (): TrainerHost => {
    const speed = speedometer();
    let emittedAt = core.now();
    return {
      now: core.now,
      pause: core.pause,
      waitForImages: () => new Promise((resolve) => setTimeout(resolve, SHARD_POLL_INTERVAL)),
      trainBytes: (images) => (images.every((image) => core.source.isReady("train", image)) ? core.source.pixels("train") : null),
      evaluate: (run) => curve.evaluate(run),
      addPoints(run, points) {
        const isFirst = points[0]?.step === 1 && firstStep?.runId !== run.runId;
        if (isFirst) firstStep = { runId: run.runId, engine: core.engine, seconds: (core.now() - started) / 1000 };
        addPoints(core, run.runId, points);
      },
      evaluationFailed: (error) => notify(core, "error", error instanceof Error ? error.message : String(error)),
      async goBack(run, { step, loss }) {
        const good = keeper.lastGood(run);
        const to = good?.record.step ?? step;
        notify(core, "error", divergenceNotice(run.experiment, loss, step, to, step - run.scheduleStart));
        if (good === null) return;
        goBack(core, run, good);
        curve.forget(run.runId, to);
      },
      async betweenSlices(run) {
        stepsPerSecond = speed.mark(core.now(), run.state.step);
        await pictures.runDue();
        await keeper.keepDue(run);
        if (core.now() - emittedAt < PROGRESS_INTERVAL) return;
        emittedAt = core.now();
        emitProgress();
      },
    };
  };

  /** What comes before the first step; false when that was stopped meanwhile, or the run is no longer the one in hand. */
  const begins = async (run: LiveRun): Promise<boolean> => {
    let stopped = false;
    const stop = () => {
      stopped = true;
    };
    const ready = prepare().then(() => keeper.remember(run));
    // Whoever stops it waits for it, and is told nothing of its failure.
    core.job = { stop, finished: ready.catch(() => undefined) };
    emitProgress();
    try {
      await ready;
    } finally {
      core.job = null;
    }
    const isOn = !stopped && core.run === run;
    if (!isOn) emitProgress();
    return isOn;
  };

  const train = async (budget: TrainBudget): Promise<TrainResult> => {
    checkBudget(budget);
    const run = runInHand(core);
    if (core.job !== null) throw new Error("training is already under way; pause it first");
    if (run.diverged)
      throw new Error("the weights are no longer finite numbers; start again, undo the change, or load other weights before training on");
    if (run.plan === null || !core.source.isReady("train", 0)) {
      throw new Error("no images have arrived yet; training can begin when the first shard of MNIST is here");
    }
    started = core.now();
    if (!(await begins(run))) return { step: run.state.step, seconds: 0, stepsPerSecond: 0 };
    const [fromStep, began] = [run.state.step, core.now()];
    limits = limitsOf(run, budget, began);
    const job = startTraining(makeHost(), run, limits);
    core.job = job;
    emitProgress();
    let seconds = 0;
    try {
      await job.finished;
    } catch (error) {
      if (error instanceof EngineLost || error instanceof WebAssembly.RuntimeError) core.emit({ kind: "fault", cause: error.message });
      throw error;
    } finally {
      core.job = null;
      limits = null;
      seconds = (core.now() - began) / 1000;
      stepsPerSecond = (run.state.step - fromStep) / Math.max(seconds, 1e-9);
      if (seconds > LEAST_MEASURED && stepsPerSecond > 0) core.rate = stepsPerSecond * stepCost(run.experiment).flops;
      if (core.run === run) emitProgress();
    }
    await pictures.runAll();
    void keeper.keepNow().catch((error: unknown) => notify(core, "error", String(error)));
    return { step: run.state.step, seconds, stepsPerSecond: (run.state.step - fromStep) / Math.max(seconds, 1e-9) };
  };

  /** Of both kinds of step: reports want the gradient's norm, as the first step does. */
  const prepare = async () => {
    const run = core.run;
    const images = run?.plan?.imagesAt(run.state.step);
    if (run === null || images === undefined || !images.every((image) => core.source.isReady("train", image))) return;
    const { experiment, state, stepper } = run;
    await stepper.prepare(state, { experiment, bytes: core.source.pixels("train"), images, beta: betaNow(run), wantNorm: true });
  };

  return {
    train,
    emitProgress,
    prepare,
    async stop() {
      const job = core.job;
      job?.stop();
      // A failure of the engine is reported by the call that started the job.
      await job?.finished.catch(() => undefined);
    },
  };
}
