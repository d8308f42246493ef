import { expect, test } from "vitest";
import { createRunLocks, type RunLock } from "../../src/storage/runLocks";

/** One writer a run, by the locks of a real browser. */

const locks = createRunLocks();

/** A run that no other test has. */
const someRun = () => `test-${crypto.randomUUID()}`;

async function taken(runId: string, steal = false): Promise<RunLock> {
  const lock = await locks.take(runId, steal);
  if (lock === null) throw new Error(`${runId} is taken`);
  return lock;
}

/** Whether the lock is lost by the time that the browser has had to say so. */
function isLost(lock: RunLock): Promise<boolean> {
  const soon = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 200));
  return Promise.race([lock.lost.then(() => true), soon]);
}

test("a run that is in hand is not given twice; another one is; one that is let go is free again", async () => {
  const [runId, other] = [someRun(), someRun()];
  const first = await taken(runId);
  expect(await locks.take(runId)).toBeNull();
  const second = await taken(other);
  expect([...(await locks.held())].filter((each) => each === runId || each === other).sort()).toEqual([runId, other].sort());
  first.release();
  await expect.poll(async () => (await locks.held()).has(runId)).toBe(false);
  (await taken(runId)).release();
  expect(await isLost(first)).toBe(false);
  second.release();
});

test("taking over ends the one before, who learns of it, and who can no longer let go of what is not his", async () => {
  const runId = someRun();
  const first = await taken(runId);
  const second = await taken(runId, true);
  expect(await isLost(first)).toBe(true);
  expect(await isLost(second)).toBe(false);
  first.release();
  expect((await locks.held()).has(runId)).toBe(true);
  expect(await locks.take(runId)).toBeNull();
  second.release();
});
