import { afterEach, beforeEach, expect, test } from "vitest";
import { createRunLocks } from "../../src/storage/runLocks";
import { createRunStorage, type RunStorage } from "../../src/worker/runStorage";
import { aboutRun, type Disk, isSame, makeDisk, storedRun } from "./disk";
import { limitRoom, unlimitRoom } from "./quota";

/** What happens where the browser gives no more room: its own quota, set low. */

let disk: Disk;
let storage: RunStorage;
let time: number;

/** One run of `storedRun` takes so many bytes, with what the disk adds. */
const RUN = 480_000;

const page = (owner: string): RunStorage =>
  createRunStorage({ database: disk.database, locks: createRunLocks(), owner, date: () => ++time }, "test");

beforeEach(() => {
  [disk, time] = [makeDisk(), 0];
  storage = page("this page");
});
afterEach(async () => {
  await unlimitRoom();
  await disk.remove();
});

const run = (name: string) => `${disk.name}/${name}`;

const save = (name: string, own: string | null = null) =>
  storage.save(storedRun(run(name), 1), { thumbnail: null, inHand: false, name: own });

const kept = async () => (await disk.database.list()).map(({ runId }) => runId.split("/")[1]);

/** Saves new runs until the one of that name has made room; fewer than are kept where there is room. */
async function saveUntilGone(name: string): Promise<void> {
  for (let n = 1; n <= 8 && (await kept()).includes(name); n++) {
    const added = `${name}-makes-room-${n}`;
    await save(added);
    expect(isSame((await storage.load(run(added))).run, storedRun(run(added), 1))).toBe(true);
  }
  expect(await kept()).not.toContain(name);
}

test("a deleted run makes room first, then the oldest that has no name and that nobody has in hand", async () => {
  await limitRoom(5.5 * RUN);
  await save("named", "mine");
  await save("open");
  expect(await page("another page").take(run("open"), false, () => undefined)).toBe(true);
  await save("oldest");
  await save("deleted");
  await disk.database.change(run("deleted"), { deleted: true });
  await saveUntilGone("deleted");
  expect(await kept()).toContain("oldest");
  await saveUntilGone("oldest");
  expect(await kept()).toEqual(expect.arrayContaining(["named", "open"]));
});

test("where all runs have names the write is refused with the browser's reason, and every run is still there", async () => {
  await limitRoom(3.5 * RUN);
  const saved: string[] = [];
  let refusal: unknown = null;
  for (let n = 1; n <= 8 && refusal === null; n++) {
    refusal = await save(`run${n}`, "mine").then(
      () => saved.push(`run${n}`) && null,
      (error: unknown) => error,
    );
  }
  expect(refusal).toMatchObject({ name: "QuotaExceededError" });
  expect(saved.length).toBeGreaterThan(0);
  expect((await kept()).sort()).toEqual(saved);
  for (const name of saved) expect(isSame((await storage.load(run(name))).run, storedRun(run(name), 1))).toBe(true);
});

test("a checkpoint that finds no room leaves both slots and the list as they are; the next that finds some is written", async () => {
  const write = (step: number, bytes: Uint8Array) => disk.database.write(aboutRun("a", { step }), bytes, "owner");
  await write(10, new Uint8Array(4096).fill(10));
  await write(20, new Uint8Array(4096).fill(20));
  const before = await disk.slots("a");
  await limitRoom(1_000_000);
  await expect(write(30, new Uint8Array(8_000_000).fill(30))).rejects.toMatchObject({ name: "QuotaExceededError" });
  expect(await disk.slots("a")).toEqual(before);
  expect((await disk.database.list()).map(({ step }) => step)).toEqual([20]);
  await unlimitRoom();
  await write(30, new Uint8Array(4096).fill(30));
  expect((await disk.database.read("a")).slots.map((bytes) => bytes[0])).toEqual([30, 20]);
});
