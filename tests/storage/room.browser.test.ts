import { afterEach, beforeEach, expect, test } from "vitest";
import type { RunDatabase } from "../../src/storage/runDatabase";
import { createRunLocks } from "../../src/storage/runLocks";
import { writeRun } from "../../src/training/runFile";
import { createRunStorage, type RunStorage } from "../../src/worker/runStorage";
import { aboutRun, type Disk, isSame, makeDisk, type RawSlot, storedRun } from "./disk";

/** What happens where the browser gives no more room. */

let disk: Disk;
let time: number;
/** Bytes of all slots that the disk has room for. */
let room: number;

/** What one run of `storedRun` takes. */
const RUN = writeRun({ run: storedRun("run", 1), name: null }, "test").length;

/** The disk, which refuses what there is no room for as a browser does. */
const narrow = (): RunDatabase => ({
  ...disk.database,
  async write(about, bytes, ...rest) {
    // Makes the database where there is none yet.
    await disk.database.list();
    const slots = await disk.raw<RawSlot[]>((database) => database.getAll("slots"));
    const used = slots.reduce((sum, slot) => sum + slot.bytes.length, 0);
    if (used + bytes.length > room) throw new DOMException("the disk is full", "QuotaExceededError");
    return disk.database.write(about, bytes, ...rest);
  },
});

const page = (owner: string): RunStorage =>
  createRunStorage({ database: narrow(), locks: createRunLocks(), owner, date: () => ++time }, "test");

beforeEach(() => {
  [disk, time, room] = [makeDisk(), 0, Number.POSITIVE_INFINITY];
});
afterEach(async () => {
  await disk.remove();
});

const run = (name: string) => `${disk.name}/${name}`;

const save = (name: string, own: string | null = null) =>
  page("this page").save(storedRun(run(name), 1), { thumbnail: null, inHand: false, name: own });

const kept = async () => (await disk.database.list()).filter(({ deleted }) => !deleted).map(({ runId }) => runId.split("/")[1]);

test("a deleted run makes room first, then the oldest that has no name and that nobody has in hand", async () => {
  await save("named", "mine");
  await save("open");
  expect(await page("another page").take(run("open"), "nobody", () => undefined)).toBe(true);
  await save("oldest");
  await save("newer");
  await save("deleted");
  await disk.database.change(run("deleted"), { deleted: true });
  room = 5.5 * RUN;
  await save("first");
  expect(await kept()).toEqual(["first", "newer", "oldest", "open", "named"]);
  expect((await disk.database.list()).map(({ runId }) => runId)).not.toContain(run("deleted"));
  await save("second");
  expect(await kept()).toEqual(["second", "first", "newer", "open", "named"]);
  await save("third");
  expect(await kept()).toEqual(["third", "second", "first", "open", "named"]);
  const { run: third } = await page("this page").load(run("third"));
  expect(isSame(third, storedRun(run("third"), 1))).toBe(true);
});

test("a disk that is full of other things takes two runs of ours at most, and no more until it can be written again", async () => {
  for (const name of ["one", "two", "three", "four"]) await save(name);
  room = 0;
  const writer = page("this page");
  const refused = () =>
    expect(writer.save(storedRun(run("new"), 1), { thumbnail: null, inHand: true })).rejects.toThrow("no more room on the disk");
  await refused();
  expect(await kept()).toEqual(["four", "three"]);
  await refused();
  expect(await kept()).toEqual(["four", "three"]);
  room = 2.5 * RUN;
  await expect(writer.save(storedRun(run("new"), 1), { thumbnail: null, inHand: true })).rejects.toThrow("no more room on the disk");
  room = 3.5 * RUN;
  await writer.save(storedRun(run("new"), 1), { thumbnail: null, inHand: true });
  expect(await kept()).toEqual(["new", "four", "three"]);
});

test("where all runs have names the write is refused with the reason, and every run is still there", async () => {
  room = 2.5 * RUN;
  await save("one", "mine");
  await save("two", "mine too");
  await expect(save("three", "no room")).rejects.toThrow("this browser gives the page no more room on the disk");
  expect(await kept()).toEqual(["two", "one"]);
  for (const name of await kept()) expect(isSame((await page("this page").load(run(name))).run, storedRun(run(name), 1))).toBe(true);
});

test("a checkpoint that finds no room leaves both slots and the list as they are; the next that finds some is written", async () => {
  const write = (step: number) => disk.database.write(aboutRun("a", { step }), new Uint8Array(4096).fill(step), "owner");
  await write(10);
  await write(20);
  const before = await disk.slots("a");
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...given: Parameters<typeof put>) {
    if (this.name === "slots") throw new DOMException("the disk is full", "QuotaExceededError");
    return put.apply(this, given);
  };
  try {
    await expect(write(30)).rejects.toMatchObject({ name: "QuotaExceededError" });
  } finally {
    IDBObjectStore.prototype.put = put;
  }
  expect(await disk.slots("a")).toEqual(before);
  expect((await disk.database.list()).map(({ step }) => step)).toEqual([20]);
  await write(30);
  expect((await disk.database.read("a")).slots.map((bytes) => bytes[0])).toEqual([30, 20]);
});
