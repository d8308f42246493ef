import { expect, test } from "vitest";
import { DEFAULT_EXPERIMENT } from "../../src/experiment/experiment";
import type { LiveRun, StoredRun } from "../../src/training/liveRun";
import type { SessionEvent } from "../../src/worker/protocol";
import { createRunKeeper } from "../../src/worker/runKeeper";
import { MOST_UNNAMED, type RunStorage } from "../../src/worker/runStorage";
import type { SessionCore } from "../../src/worker/sessionCore";

/** Runs that are put aside faster than the disk writes them. */

const stored = (runId: string): StoredRun => ({
  record: { runId, experiment: DEFAULT_EXPERIMENT, step: 3, history: [], changes: [] },
  scheduleStart: 0,
  snapshot: { step: 3, parameters: [], first: [], second: [], state: null } as unknown as StoredRun["snapshot"],
  metrics: null,
});

/** A disk that answers nothing until it is told to, and what it was asked. */
function slowDisk(known: string[]) {
  const [saved, freed]: [string[], string[]] = [[], []];
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const storage = {
    knows: (runId: string) => known.includes(runId),
    take: async () => true,
    async save({ record }: StoredRun) {
      await opened;
      saved.push(record.runId);
    },
    async letGo(runId: string) {
      freed.push(runId);
    },
    list: async () => [],
    forgetDeleted: async () => undefined,
  } as unknown as RunStorage;
  return { storage, saved, freed, open };
}

/** A keeper whose run in hand is replaced by a new one, again and again. */
function replacing(storage: RunStorage) {
  const events: SessionEvent[] = [];
  const core = {
    emit: (event: SessionEvent) => events.push(event),
    now: () => 0,
    run: null,
    previous: null,
    job: null,
  } as unknown as SessionCore;
  const keeper = createRunKeeper(core, storage, () => undefined);
  const replace = (runId: string, by: string) => {
    core.previous = stored(runId);
    core.run = { runId: by, state: { step: 0 } } as unknown as LiveRun;
    keeper.changed(runId);
  };
  const told = () => events.filter(({ kind }) => kind === "savedRuns").length;
  return { replace, told, settled: () => keeper.keepNow() };
}

const names = Array.from({ length: 61 }, (_, i) => `run-${i}`);

test("of many that wait for the disk the newest are written, as many as the list would keep, and the page is told once", async () => {
  const disk = slowDisk([]);
  const { replace, told, settled } = replacing(disk.storage);
  for (let i = 0; i < 60; i++) {
    replace(names[i], names[i + 1]);
    // The first is being written when the others come.
    if (i === 0) await new Promise((resolve) => setTimeout(resolve));
  }
  disk.open();
  await settled();
  expect(disk.saved).toEqual([names[0], ...names.slice(60 - MOST_UNNAMED, 60)]);
  // All are free for other pages, also those that were given up.
  expect(disk.freed).toEqual(names.slice(0, 60));
  expect(told()).toBe(1);
});

test("one that is on the disk already, perhaps under a name, is never given up", async () => {
  const disk = slowDisk([names[1]]);
  const { replace, settled } = replacing(disk.storage);
  for (let i = 0; i < 60; i++) replace(names[i], names[i + 1]);
  disk.open();
  await settled();
  expect(disk.saved).toEqual([names[1], ...names.slice(60 - MOST_UNNAMED, 60)]);
});
