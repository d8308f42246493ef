import type { Experiment } from "../experiment/experiment";
import { insertByStep } from "../numeric/insertByStep";
import type { HistoryPoint } from "../training/history";
import { disposeLiveRun, type LiveRun, openLiveRun, recordOf, type StoredRun, storeRun } from "../training/liveRun";
import { minibatchPlan } from "../training/minibatches";
import { disposeRun, freshSnapshot, type RunSnapshot } from "../training/runState";
import type { SessionCore } from "./sessionCore";

/** The run in hand and the one it replaced. */

/** Puts points into the history of the run of that name, in hand or put aside; those of a run that is gone are dropped. */
export function addPoints(core: SessionCore, runId: string, points: HistoryPoint[]): void {
  const holder = core.run?.runId === runId ? core.run : core.previous?.record.runId === runId ? core.previous.record : null;
  if (holder === null) return;
  holder.history = insertByStep(holder.history, points);
  core.emit({ kind: "history", runId, points });
}

/** True while the run can still be seen: in hand, or to be brought back. */
export function isKept(core: SessionCore, runId: string): boolean {
  return core.run?.runId === runId || core.previous?.record.runId === runId;
}

/** The order of images, as soon as the labels are known. */
export function planRun(core: SessionCore, run: LiveRun): void {
  if (core.labels === null) return;
  run.plan = minibatchPlan(run.experiment, core.labels.train);
  core.source.need(run.experiment.data.trainSize);
}

/** A name that no run has, of this session or any other that saves where this one does. */
export function newRunId(core: SessionCore): string {
  core.runsOpened += 1;
  return `${core.runPrefix}-${core.runsOpened}`;
}

/** A run that has not begun: of a fresh model, or of given weights. */
export function newRun(core: SessionCore, experiment: Experiment, snapshot: RunSnapshot = freshSnapshot(experiment)): StoredRun {
  const record = { runId: newRunId(core), experiment, step: snapshot.step, history: [], changes: [] };
  return { record, scheduleStart: snapshot.step, snapshot, metrics: null };
}

/** Tells the page of the run in hand. */
export function announce(core: SessionCore, run: LiveRun): void {
  core.emit({ kind: "run", run: recordOf(run), previous: core.previous?.record ?? null });
}

/** What was read back of a run, with the points it has now: an evaluation may have added one meanwhile. */
function asPrevious(readBack: StoredRun, run: LiveRun): StoredRun {
  return { ...readBack, record: recordOf(run) };
}

/** Puts the run in hand back to where it was stored, under the settings that it has now; what it measured since then is forgotten. */
export function goBack(core: SessionCore, run: LiveRun, stored: StoredRun): void {
  const changes = run.changes.map(({ step, text }) => ({ step: Math.min(step, stored.record.step), text }));
  const { experiment } = run;
  const opened = openLiveRun({ ...stored, record: { ...stored.record, experiment, changes } });
  const { state, metrics, stepper } = run;
  Object.assign(run, { ...opened, plan: run.plan, scheduleStart: Math.min(run.scheduleStart, stored.record.step) });
  stepper.dispose();
  metrics.dispose();
  disposeRun(state);
  announce(core, run);
}

/** Makes `stored` the run in hand; the one it replaces, if it had made a step, stays as `previous`. */
export async function openStored(core: SessionCore, stored: StoredRun): Promise<void> {
  const replaced = core.run;
  const readBack = replaced !== null && replaced.state.step > 0 ? await storeRun(replaced) : null;
  const run = openLiveRun(stored);
  if (replaced !== null && readBack !== null) core.previous = asPrevious(readBack, replaced);
  // An older state of the same run is nothing to go back to.
  if (core.previous?.record.runId === stored.record.runId) core.previous = null;
  core.run = run;
  if (replaced !== null) disposeLiveRun(replaced);
  planRun(core, run);
  announce(core, run);
}

/** Swaps the run in hand with the previous one. @throws Error when there is none. */
export async function swapWithPrevious(core: SessionCore): Promise<void> {
  const { previous, run } = core;
  if (previous === null || run === null) throw new Error("there is no earlier run to bring back");
  const readBack = await storeRun(run);
  const opened = openLiveRun(previous);
  core.previous = asPrevious(readBack, run);
  core.run = opened;
  disposeLiveRun(run);
  planRun(core, core.run);
  announce(core, core.run);
}

/** Takes the run in hand off the engine, lets `change` replace the engine, and puts it back. */
export async function acrossEngines(core: SessionCore, change: () => Promise<void>): Promise<void> {
  const stored = core.run === null ? null : await storeRun(core.run);
  if (core.run !== null) disposeLiveRun(core.run);
  core.run = null;
  try {
    await change();
  } finally {
    if (stored !== null) {
      core.run = openLiveRun(stored);
      planRun(core, core.run);
      announce(core, core.run);
    }
  }
}
