import { checkEngineAlive } from "../engine/engineLost";
import type { LatentGrid } from "../probes/latentGrid";
import { TakenOver } from "../storage/runDatabase";
import { type LiveRun, type StoredRun, storeRun } from "../training/liveRun";
import { MOST_UNNAMED, type RunStorage } from "./runStorage";
import { notify, type SessionCore } from "./sessionCore";
import { thumbnailOf } from "./thumbnail";

/** A checkpoint is due when both have passed since the last: milliseconds, and steps. */
const INTERVAL = { milliseconds: 10_000, steps: 200 } as const;

/** After a setting has been changed, in milliseconds: sliders change many times. */
const SETTLING = 1000;

/** Saving takes at most this share of the time. */
const MOST_SHARE = 1 / 20;

/** Runs put aside that wait for the disk, and are not on it yet: what the list of saved runs would not keep need not be written. */
const MOST_WAITING = MOST_UNNAMED;

/** How long the disk may take for a checkpoint, in milliseconds; nothing that waits for it waits longer. */
const WRITE_LIMIT = 15_000;

function withinLimit(writing: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<void>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`the disk has not answered for ${WRITE_LIMIT / 1000} s`)), WRITE_LIMIT);
  });
  return Promise.race([writing, limit]).finally(() => clearTimeout(timer));
}

/** Keeps the run in hand from being lost: in memory for going back after a NaN, on the disk for everything else. */
export interface RunKeeper {
  /** Between slices of training: makes a checkpoint if one is due. Training waits for what is read, not for what is written. */
  keepDue(run: LiveRun): Promise<void>;
  /** Reads what a checkpoint needs now, if anything has changed since the last; `written` then waits for the disk, beside whatever comes. */
  begin(): Promise<{ written: Promise<void> }>;
  /** The same, and waits until it is written. */
  keepNow(): Promise<void>;
  /** Before training: what a NaN goes back to until the first checkpoint. */
  remember(run: LiveRun): Promise<void>;
  /** The last good state of the run in hand; null where there is none. */
  lastGood(run: LiveRun): StoredRun | null;
  /** The run in hand is another than before: what was put aside is saved so. */
  changed(before: string | null): void;
  /** The run in hand is one that was opened from the disk. */
  opened(run: StoredRun): void;
  /** A setting was changed within the run: a checkpoint follows soon, so that the change is not lost. */
  settingChanged(): void;
  /** Draws the thumbnail from now on. */
  sawGrid(runId: string, grid: LatentGrid): void;
  /** Tells the page what is saved. */
  tell(): Promise<void>;
}

const isFiniteRun = ({ snapshot }: StoredRun): boolean =>
  [...snapshot.parameters, ...snapshot.first, ...snapshot.second].every((values) => values.every(Number.isFinite));

const unchanged = (a: StoredRun, b: StoredRun): boolean =>
  a.record.step === b.record.step && a.record.history === b.record.history && a.record.experiment === b.record.experiment;

export function createRunKeeper(core: SessionCore, storage: RunStorage | null, takenOver: (runId: string) => void): RunKeeper {
  let good: StoredRun | null = null;
  let keptAt = core.now();
  let cost = 0;
  let writing: Promise<void> = Promise.resolve();
  /** Writes that are not done. */
  let inLine = 0;
  /** Put aside and not on the disk, the oldest first; one that is given up is null. */
  let aside: { run: StoredRun | null }[] = [];
  let grid: { runId: string; grid: LatentGrid } | null = null;
  let saidUnsaved = "";
  let written: StoredRun | null = null;
  let isPressing = false;
  let settling: ReturnType<typeof setTimeout> | undefined;

  const unsaved = (error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    core.emit({ kind: "saved", runId: core.run?.runId ?? "", step: null, why });
    if (saidUnsaved !== why) notify(core, "warning", `This run is not saved: ${why}. Training goes on; Runs saves it as a file.`);
    saidUnsaved = why;
  };

  const saySaved = (runId: string, step: number) => {
    core.emit({ kind: "saved", runId, step, why: null });
    if (saidUnsaved !== "") notify(core, "info", `This run is saved again, at step ${step}.`);
    saidUnsaved = "";
  };

  let hasForgotten = false;

  const tell = async () => {
    if (storage === null) return;
    // What was deleted can be brought back until a page is opened again.
    if (!hasForgotten) await storage.forgetDeleted();
    hasForgotten = true;
    core.emit({ kind: "savedRuns", runs: await storage.list() });
  };

  const saveRun = async (storage: RunStorage, run: StoredRun, inHand: boolean) => {
    const { runId } = run.record;
    if (!(await storage.take(runId, "nobody", () => takenOver(runId)))) throw new TakenOver("another page has it in hand");
    await storage.save(run, { thumbnail: grid?.runId === runId ? thumbnailOf(grid.grid) : null, inHand });
  };

  const write = async (run: StoredRun, inHand: boolean) => {
    if (storage === null) return;
    const { runId, step } = run.record;
    try {
      await withinLimit(saveRun(storage, run, inHand));
      written = run;
      if (core.run?.runId === runId) saySaved(runId, step);
    } catch (error) {
      // What another page has made of the run stays; what is here becomes a run of its own.
      if (error instanceof TakenOver && core.run?.runId === runId) takenOver(runId);
      else unsaved(error);
    } finally {
      // It may have been brought back meanwhile.
      if (!inHand && core.run?.runId !== runId) await storage.letGo(runId);
    }
    // The last in line tells of all: the list is long.
    if (inLine === 1) await tell().catch(() => undefined);
  };

  const inOrder = (task: () => Promise<void>): Promise<void> => {
    inLine += 1;
    writing = writing.then(task).finally(() => {
      inLine -= 1;
    });
    return writing;
  };

  /** Saves a run that is no longer in hand; where the disk is slower than the changes, the oldest that wait are given up. */
  const writeAside = (run: StoredRun) => {
    const { runId } = run.record;
    const waiting: { run: StoredRun | null } = { run };
    if (storage?.knows(runId) === false) aside.push(waiting);
    if (aside.length > MOST_WAITING) {
      aside[0].run = null;
      aside = aside.slice(1);
    }
    void inOrder(async () => {
      aside = aside.filter((each) => each !== waiting);
      if (waiting.run !== null) await write(waiting.run, false);
      else if (core.run?.runId !== runId) await storage?.letGo(runId);
    });
  };

  const read = async (run: LiveRun): Promise<StoredRun | null> => {
    checkEngineAlive();
    const stored = await storeRun(run);
    checkEngineAlive();
    return isFiniteRun(stored) ? stored : null;
  };

  const keep = async (run: LiveRun): Promise<StoredRun | null> => {
    const started = core.now();
    const stored = await read(run);
    if (stored === null || core.run !== run) return null;
    good = stored;
    isPressing = false;
    keptAt = core.now();
    cost = keptAt - started;
    return stored;
  };

  const writeTimed = (stored: StoredRun) =>
    inOrder(async () => {
      const started = core.now();
      await write(stored, core.run?.runId === stored.record.runId);
      cost += core.now() - started;
    });

  /** While training, between its slices. */
  const soon = async () => {
    isPressing = true;
    while (isPressing && core.job !== null) await core.pause();
    await writing;
  };

  const begin = async (): Promise<{ written: Promise<void> }> => {
    const run = core.run;
    if (run === null || run.state.step === 0 || run.diverged) return { written: writing };
    if (core.job !== null) return { written: soon() };
    const stored = await keep(run);
    const isNew = stored !== null && !(written?.record.runId === run.runId && unchanged(written, stored));
    return { written: isNew ? writeTimed(stored) : writing };
  };

  const keepNow = async () => (await begin()).written;

  return {
    async keepDue(run) {
      const passed = core.now() - keptAt;
      const steps = run.state.step - (good?.record.runId === run.runId ? good.record.step : 0);
      const isDue = passed >= Math.max(INTERVAL.milliseconds, cost / MOST_SHARE) && steps >= INTERVAL.steps;
      if (inLine > 0 || !(isDue || isPressing)) return;
      const stored = await keep(run);
      if (stored !== null) void writeTimed(stored);
    },
    begin,
    keepNow,
    async remember(run) {
      if (good?.record.runId !== run.runId) good = await read(run);
    },
    lastGood: (run) => (good?.record.runId === run.runId ? good : null),
    changed(before) {
      const { previous, run } = core;
      if (run === null || run.runId === before) return;
      // Also a run that is on the disk as it is has to be taken in hand.
      [good, written] = [null, null];
      keptAt = core.now();
      const isWorth = previous !== null && previous.record.runId === before && previous.record.step > 0 && isFiniteRun(previous);
      if (isWorth) writeAside(previous);
      else if (before !== null) void storage?.letGo(before);
      if (run.state.step > 0) void keepNow().catch(unsaved);
    },
    opened(run) {
      good = run;
      keptAt = core.now();
    },
    settingChanged() {
      clearTimeout(settling);
      settling = setTimeout(() => {
        if (core.job === null) void keepNow().catch(unsaved);
        else isPressing = true;
      }, SETTLING);
    },
    sawGrid(runId, seen) {
      grid = { runId, grid: seen };
    },
    // Where nothing can be saved, that is said when there is something to save.
    tell: () => tell().catch(() => undefined),
  };
}
