import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createRunLocks } from "../../src/storage/runLocks";
import { createRunStorage, type RunStorage } from "../../src/worker/runStorage";
import { type Disk, flipBit, isSame, makeDisk, type RawSlot, storedRun, truncate } from "./disk";

/** Whole runs on a real disk: written, found damaged, deleted, taken over. */

let disk: Disk;
let storage: RunStorage;
let time: number;

/** The storage of one page. */
const page = (owner: string, database = disk.database): RunStorage =>
  createRunStorage({ database, locks: createRunLocks(), owner, date: () => ++time }, "test");

beforeEach(() => {
  [disk, time] = [makeDisk(), 0];
  storage = page("this page");
});
afterEach(() => disk.remove());

/** Names of runs are locks of the whole origin. */
const run = (name: string) => `${disk.name}/${name}`;

const save = (name: string, step: number, about: Parameters<RunStorage["save"]>[1] = { thumbnail: null, inHand: false }) =>
  storage.save(storedRun(run(name), step), about);

const listed = async () => (await storage.list()).map(({ runId, step }) => [runId.split("/")[1], step]);

/** The same bytes under the next version of the format. */
const asNewer = (slot: RawSlot): RawSlot => {
  const text = new TextDecoder("latin1").decode(slot.bytes);
  const bytes = slot.bytes.slice();
  bytes[text.indexOf("vae-playground-run/1") + "vae-playground-run/".length] = "2".charCodeAt(0);
  return { ...slot, bytes, checksum: crc32Of(bytes) };
};

/** What slots hold, in few words. */
const checksums = (slots: RawSlot[]) => slots.map(({ generation, bytes }) => [generation, bytes.length, crc32Of(bytes)]);

/** CRC-32, bit by bit. */
function crc32Of(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return (sum ^ 0xffffffff) >>> 0;
}

describe("a run that is read back", () => {
  test("is the newest that was written, to the bit", async () => {
    await save("a", 10);
    await save("a", 20);
    const { run: loaded, isOlder } = await storage.load(run("a"));
    expect(isSame(loaded, storedRun(run("a"), 20))).toBe(true);
    expect(isSame(loaded, storedRun(run("a"), 10))).toBe(false);
    expect(isOlder).toBe(false);
  });

  test.each([
    ["a flipped bit", flipBit],
    ["a missing half", truncate],
  ])("with %s is its checkpoint before; with both damaged it is refused, and lies there as before", async (_name, spoil) => {
    await save("a", 10);
    await save("a", 20);
    await disk.damage(run("a"), 0, spoil);
    const { run: older, isOlder } = await storage.load(run("a"));
    expect([older.record.step, isOlder]).toEqual([10, true]);
    await disk.damage(run("a"), 1, spoil);
    const before = checksums(await disk.slots(run("a")));
    await expect(storage.load(run("a"))).rejects.toThrow("both checkpoints of this run are damaged; nothing was changed");
    expect(checksums(await disk.slots(run("a")))).toEqual(before);
    expect(await listed()).toEqual([["a", 20]]);
  });

  test("is refused where a newer version of the page wrote it, and left untouched", async () => {
    await save("a", 10);
    await disk.damage(run("a"), 0, asNewer);
    const before = checksums(await disk.slots(run("a")));
    await expect(storage.load(run("a"))).rejects.toThrow(/written by a newer version of the page \(format 2; this page reads 1\)/);
    expect(checksums(await disk.slots(run("a")))).toEqual(before);
  });
});

test("twenty runs without a name are kept beside those that have one; the oldest make room", async () => {
  await save("named", 1, { thumbnail: null, inHand: false, name: "kept" });
  for (let n = 1; n <= 22; n++) await save(`run${n}`, n);
  const names = (await listed()).map(([name]) => name);
  expect(names).toHaveLength(21);
  expect(names).toContain("named");
  expect(names).not.toContain("run1");
  expect(names).not.toContain("run2");
  expect(names[0]).toBe("run22");
});

test("a deleted run is not listed, comes back by Undo, and is gone once the next one is deleted", async () => {
  await save("a", 1);
  await save("b", 2);
  await disk.database.change(run("a"), { deleted: true });
  expect(await listed()).toEqual([["b", 2]]);
  await disk.database.change(run("a"), { deleted: false });
  expect((await storage.load(run("a"))).run.record.step).toBe(1);
  await disk.database.change(run("a"), { deleted: true });
  await storage.forgetDeleted();
  await expect(storage.load(run("a"))).rejects.toThrow("no longer saved");
  expect(await disk.slots(run("a"))).toEqual([]);
  expect(await listed()).toEqual([["b", 2]]);
});

test("one page writes a run: another cannot take it, but take it over; the first is told and can then write nothing", async () => {
  let lost = 0;
  expect(await storage.take(run("a"), "nobody", () => lost++)).toBe(true);
  await save("a", 10);
  const other = page("another page", disk.another());
  expect(await other.take(run("a"), "nobody", () => undefined)).toBe(false);
  expect((await other.list()).map(({ openIn }) => openIn)).toEqual(["elsewhere"]);
  expect(await other.take(run("a"), "anyPage", () => undefined)).toBe(true);
  await expect.poll(() => lost).toBe(1);
  await expect(save("a", 20)).rejects.toThrow("another page has taken the run over");
  expect((await other.load(run("a"))).run.record.step).toBe(10);
  other.letGo(run("a"));
  await expect.poll(async () => (await storage.list()).map(({ openIn }) => openIn)).toEqual([null]);
});

test("the next worker of a page has the run again though the last has not let go of it, but not from a page that has taken it over", async () => {
  let lost = 0;
  expect(await storage.take(run("a"), "nobody", () => lost++)).toBe(true);
  await save("a", 10);
  const next = page("this page", disk.another());
  expect(await next.take(run("a"), "lastWorker", () => lost++)).toBe(true);
  await expect.poll(() => lost).toBe(1);

  const other = page("another page", disk.another());
  const calls = [other.take(run("a"), "anyPage", () => lost++), page("this page").take(run("a"), "lastWorker", () => lost++)];
  expect(await Promise.all(calls)).toEqual([true, false]);
  await expect.poll(() => lost).toBe(2);
  await other.load(run("a"));
  await other.save(storedRun(run("a"), 20), { thumbnail: null, inHand: true });
  // Also when it has let go: what is there now is the other's.
  await other.letGo(run("a"));
  expect(await page("this page").take(run("a"), "lastWorker", () => lost++)).toBe(false);
  expect(await page("a third page").take(run("a"), "nobody", () => undefined)).toBe(true);
});

test("a page that put a run aside cannot write over what another has made of it since; it can once it has read that", async () => {
  const other = page("another page");
  await save("a", 10);
  await save("a", 20);
  const { run: read } = await other.load(run("a"));
  expect(read.record.step).toBe(20);
  expect(await other.take(run("a"), "nobody", () => undefined)).toBe(true);
  await other.save(storedRun(run("a"), 500), { thumbnail: null, inHand: true });
  other.letGo(run("a"));

  // The lock is free, and the run its own again: but not what it was trained on from.
  await expect.poll(() => storage.take(run("a"), "nobody", () => undefined)).toBe(true);
  await expect(save("a", 30)).rejects.toThrow("another page has trained the run on");
  expect(await listed()).toEqual([["a", 500]]);
  await storage.load(run("a"));
  await save("a", 510);
  expect(await listed()).toEqual([["a", 510]]);
});

test("a run that asks for what this version does not know is not listed, and lies there as it was", async () => {
  await save("known", 10);
  await save("unknown", 10);
  const changed = await disk.raw(async (database) => {
    const entry = await database.get("runs", run("unknown"));
    entry.experiment.latent.posterior = { kind: "ofTheFuture", width: 7 };
    await database.put("runs", entry);
    return entry;
  });
  expect(await listed()).toEqual([["known", 10]]);
  expect(await disk.raw((database) => database.get("runs", run("unknown")))).toEqual(changed);
});
