import { expect, test } from "vitest";
import type { RunDatabase } from "../../src/storage/runDatabase";
import type { RunLocks } from "../../src/storage/runLocks";
import type { SavedRun } from "../../src/storage/savedRun";
import { createRunStorage, MOST_UNNAMED } from "../../src/worker/runStorage";
import { storedRun } from "../storage/disk";

/** Saved runs, over a disk in memory. */

function diskInMemory(): RunDatabase {
  let runs: SavedRun[] = [];
  const without = (runId: string) => runs.filter((each) => each.runId !== runId);
  return {
    list: async () => runs.toSorted((a, b) => b.savedAt - a.savedAt),
    async write(about: SavedRun) {
      runs = [...without(about.runId), about];
      return 1;
    },
    async remove(runId: string) {
      runs = without(runId);
    },
  } as unknown as RunDatabase;
}

test("a session remembers no more runs than the disk keeps", async () => {
  const locks: RunLocks = { take: async () => null, alone: (_runId, task) => task(), held: async () => new Set() };
  let time = 0;
  const storage = createRunStorage({ database: diskInMemory(), locks, owner: "this page", date: () => ++time }, "test");
  const names = Array.from({ length: 2 * MOST_UNNAMED }, (_, i) => `run-${i}`);
  for (const name of ["mine", ...names]) {
    await storage.save(storedRun(name, 1), { thumbnail: null, inHand: false, name: name === "mine" ? name : null });
  }
  expect(["mine", ...names].filter((name) => storage.knows(name))).toEqual(["mine", ...names.slice(MOST_UNNAMED)]);
});
