import { dropSpareMemory } from "../engine/engineMemory";
import type { Experiment } from "../experiment/experiment";
import { betaSchedule } from "../experiment/objectives";
import { scheduleValue } from "../experiment/schedules";
import type { HistoryPoint, SettingChange } from "./history";
import { type MetricsAccumulator, type MetricsSnapshot, metricsAccumulator } from "./metrics";
import type { MinibatchPlan } from "./minibatches";
import { type PendingReports, pendingReports } from "./pendingReports";
import { disposeRun, openRun, type RunSnapshot, type RunState, snapshotRun } from "./runState";
import { createStepper, type Stepper } from "./stepper";

/** A run as the session and the page hold it: what it is, where it is, what it has measured. */
export interface RunRecord {
  runId: string;
  experiment: Experiment;
  step: number;
  history: HistoryPoint[];
  changes: SettingChange[];
}

/** A run put aside: everything needed to go on with it. */
export interface StoredRun {
  record: RunRecord;
  scheduleStart: number;
  snapshot: RunSnapshot;
  metrics: MetricsSnapshot | null;
}

/** The run in hand, on the engine. */
export interface LiveRun {
  readonly runId: string;
  experiment: Experiment;
  state: RunState;
  /** Null until the labels are there. */
  plan: MinibatchPlan | null;
  history: HistoryPoint[];
  changes: SettingChange[];
  /** The step at which the β schedule in force was set. */
  scheduleStart: number;
  metrics: MetricsAccumulator;
  stepper: Stepper;
  /** Points of the curve that are still to be read back. */
  reports: PendingReports;
  /** True once a loss was not finite: the weights are of no use, and training on would only meet the same. */
  diverged: boolean;
}

/** Puts a stored run on the engine in use. */
export function openLiveRun({ record, scheduleStart, snapshot, metrics }: StoredRun): LiveRun {
  const { runId, experiment, history, changes } = record;
  return {
    runId,
    experiment,
    state: openRun(experiment, snapshot),
    plan: null,
    history,
    changes,
    scheduleStart,
    metrics: metricsAccumulator(metrics),
    stepper: createStepper(),
    reports: pendingReports(),
    diverged: !snapshot.parameters.every((values) => values.every(Number.isFinite)),
  };
}

export function recordOf({ runId, experiment, state, history, changes }: LiveRun): RunRecord {
  return { runId, experiment, step: state.step, history, changes };
}

/** Reads a run back from the engine; the run itself stays usable. */
export async function storeRun(run: LiveRun): Promise<StoredRun> {
  await run.reports.atMost(0);
  const [snapshot, metrics] = await Promise.all([snapshotRun(run.state), run.metrics.snapshot()]);
  return { record: recordOf(run), scheduleStart: run.scheduleStart, snapshot, metrics };
}

export function disposeLiveRun(run: LiveRun): void {
  run.stepper.dispose();
  run.metrics.dispose();
  disposeRun(run.state);
  dropSpareMemory();
}

/** β of the next step. */
export function betaNow({ experiment, state, scheduleStart }: LiveRun): number {
  return scheduleValue(betaSchedule(experiment.objective), state.step - scheduleStart);
}
