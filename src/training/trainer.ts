import { enginePace } from "../engine/pace";
import { readsLater } from "../engine/readsLater";
import { isEvaluationStep, isReportStep } from "./cadence";
import type { HistoryPoint } from "./history";
import { betaNow, type LiveRun } from "./liveRun";

/** Where a training job ends: at a step, at a time in milliseconds, or when it is stopped. */
export interface JobLimits {
  untilStep: number;
  untilTime: number;
}

/** What the loop needs of the session around it. */
export interface TrainerHost {
  now(): number;
  /** A macrotask: lets messages in. */
  pause(): Promise<void>;
  /** Resolves in a little while, when a missing shard may have arrived. */
  waitForImages(): Promise<void>;
  /** The training split's bytes if these images have arrived, else null. */
  trainBytes(images: Uint32Array): Uint8Array | null;
  /** Evaluates held-out images at the run's present step, once; may answer later, and goes on when the job is stopped meanwhile. */
  evaluate(run: LiveRun): Promise<void>;
  /** An evaluation that nobody waits for any more has failed. */
  evaluationFailed(error: unknown): void;
  /** Pictures that are due, and progress. */
  betweenSlices(run: LiveRun): Promise<void>;
  addPoints(run: LiveRun, points: HistoryPoint[]): void;
  /** The loss of this point is no longer finite: back to the last good state. The run may have made further steps meanwhile. */
  goBack(run: LiveRun, point: HistoryPoint): Promise<void>;
}

/** A training job under way; `stop` ends it after the step in hand, without waiting for an evaluation. */
export interface TrainingJob {
  stop(): void;
  readonly finished: Promise<void>;
}

/** Longest slice of steps before messages are let in, in milliseconds. */
const SLICE = 10;

/** One update of the run; true if it could be made (its images have arrived). */
function takeStep(host: TrainerHost, run: LiveRun): boolean {
  const { experiment, state, plan } = run;
  const images = plan?.imagesAt(state.step);
  const bytes = images === undefined ? null : host.trainBytes(images);
  if (images === undefined || bytes === null) return false;
  const beta = betaNow(run);
  const wantNorm = isReportStep(state.step + 1);
  const { earlier } = run.metrics;
  run.metrics.take(run.stepper.step(state, { experiment, bytes, images, beta, wantNorm, earlier }), beta);
  return true;
}

/** Most reports on their way back from an engine that goes on meanwhile: what keeps training from running away from its curve. */
const MOST_REPORTS = 2;

/** Reads the report of a step; false when its loss is not finite, and the run has gone back. After that the reports still to come mean nothing. */
async function readReport(
  host: TrainerHost,
  run: LiveRun,
  reading: Promise<HistoryPoint | null>,
  before: Promise<boolean>,
): Promise<boolean> {
  const point = await reading;
  if (!(await before)) return false;
  if (point !== null && !Number.isFinite(point.loss)) {
    run.diverged = true;
    await host.goBack(run, point);
    return false;
  }
  if (point !== null) host.addPoints(run, [point]);
  return true;
}

/** Starts training `run` in slices; the promise never rejects for a stop, only for a failure of the engine. */
export function startTraining(host: TrainerHost, run: LiveRun, limits: () => JobLimits): TrainingJob {
  let stopped = false;
  let requestStop: () => void = () => undefined;
  const stopRequest = new Promise<void>((resolve) => {
    requestStop = resolve;
  });
  const isDone = () => {
    const { untilStep, untilTime } = limits();
    return stopped || run.state.step >= untilStep || host.now() >= untilTime;
  };

  /** Awaited, so that training does not run away from its curve, but not beyond a stop: an evaluation may take half a minute. */
  const evaluate = async () => {
    const evaluation = host.evaluate(run);
    await Promise.race([evaluation, stopRequest]);
    if (stopped) evaluation.catch(host.evaluationFailed);
  };

  let lastReport = Promise.resolve(true);
  /** Begins to read the report of the step just taken, if it has one; waits only while too many are under way. */
  const report = async () => {
    const { step } = run.state;
    if (!isReportStep(step)) return;
    const reading = run.metrics.report(step, run.plan?.epochAt(step) ?? 0);
    lastReport = readReport(host, run, reading, lastReport);
    run.reports.begin(
      lastReport.then((isGood) => {
        if (!isGood) stopped = true;
      }),
    );
    await run.reports.atMost(readsLater() ? MOST_REPORTS : 0);
  };

  const pace = enginePace();

  const slice = async () => {
    const end = host.now() + SLICE;
    let steps = 0;
    while (!isDone() && host.now() < end && steps < pace.steps) {
      if (!takeStep(host, run)) return host.waitForImages();
      steps += 1;
      await report();
      if (!stopped && isEvaluationStep(run.state.step)) await evaluate();
    }
    if (steps > 0) await pace.sliceMade(steps);
  };

  const loop = async () => {
    if (run.state.step === 0) await evaluate();
    while (!isDone()) {
      await slice();
      await host.betweenSlices(run);
      await host.pause();
    }
    await run.reports.atMost(0);
  };

  return {
    stop() {
      stopped = true;
      requestStop();
    },
    finished: loop(),
  };
}
