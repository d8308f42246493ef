import { openDB } from "idb";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { TakenOver } from "../../src/storage/runDatabase";
import { aboutRun, type Disk, flipBit, makeDisk, truncate } from "./disk";

/** The database where it lives: IndexedDB of a real browser. */

let disk: Disk;

beforeEach(() => {
  disk = makeDisk();
});
afterEach(() => disk.remove());

/** Bytes that differ from one checkpoint to the next. */
const bytesOf = (step: number, length = 4096) => new Uint8Array(length).fill(step);

/** Writes checkpoints of one run at these steps. */
async function write(...steps: number[]): Promise<void> {
  for (const step of steps) await disk.database.write(aboutRun("a", { step }), bytesOf(step), "owner");
}

/** The steps whose bytes come back, the newest first. */
async function readBack(): Promise<number[]> {
  return (await disk.database.read("a")).slots.map((bytes) => bytes[0]);
}

describe("two slots", () => {
  test("are written in turn, and the newest is read first", async () => {
    await write(10);
    expect(await readBack()).toEqual([10]);
    await write(20);
    expect(await readBack()).toEqual([20, 10]);
    await write(30);
    expect(await readBack()).toEqual([30, 20]);
    expect((await disk.slots("a")).map(({ slot, generation }) => [slot, generation])).toEqual([
      [1, 3],
      [0, 2],
    ]);
    expect((await disk.database.read("a")).slots[0]).toEqual(bytesOf(30));
  });

  test.each([
    ["a flipped bit", flipBit],
    ["a missing half", truncate],
  ])("with %s in the newer give the older; in both, nothing", async (_name, spoil) => {
    await write(10, 20);
    await disk.damage("a", 0, spoil);
    expect(await readBack()).toEqual([10]);
    await disk.damage("a", 1, spoil);
    const [before, list] = [await disk.slots("a"), await disk.database.list()];
    expect(await readBack()).toEqual([]);
    expect(await disk.slots("a")).toEqual(before);
    expect(await disk.database.list()).toEqual(list);
  });

  test("where the disk stores something else than it was given, say so at once, and the older is still whole", async () => {
    await write(10);
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (this: IDBObjectStore, value: unknown, key?: IDBValidKey) {
      const isSlot = this.name === "slots";
      return put.call(this, isSlot ? flipBit(value as Parameters<typeof flipBit>[0]) : value, key);
    };
    try {
      await expect(write(20)).rejects.toThrow("reads back as something else");
    } finally {
      IDBObjectStore.prototype.put = put;
    }
    expect(await readBack()).toEqual([10]);
  });
});

test("who has lost the run to another page can write nothing of it; the new owner can", async () => {
  await write(10, 20);
  const [before, list] = [await disk.slots("a"), await disk.database.list()];
  const other = disk.another();
  await other.claim("a", "other");
  await expect(disk.database.write(aboutRun("a", { step: 30 }), bytesOf(30), "owner")).rejects.toThrow(TakenOver);
  expect(await disk.slots("a")).toEqual(before);
  expect(await disk.database.list()).toEqual(list);
  await other.write(aboutRun("a", { step: 40 }), bytesOf(40), "other");
  expect(await readBack()).toEqual([40, 20]);
});

test("a name given in another page outlasts the next checkpoint; so does the time of the first", async () => {
  await write(10);
  await disk.another().change("a", { name: "mine" });
  await disk.database.write(aboutRun("a", { step: 20, createdAt: 5000, savedAt: 5000 }), bytesOf(20), "owner");
  expect(await disk.database.list()).toMatchObject([{ name: "mine", createdAt: 1000, savedAt: 5000, step: 20 }]);
});

test("a run that is deleted comes back whole; one that is removed is gone, its slots with it", async () => {
  await write(10, 20);
  await disk.database.change("a", { deleted: true });
  expect(await disk.database.list()).toMatchObject([{ runId: "a", deleted: true }]);
  await disk.database.change("a", { deleted: false });
  expect(await disk.database.list()).toMatchObject([{ runId: "a", deleted: false }]);
  expect(await readBack()).toEqual([20, 10]);
  await disk.database.remove("a");
  expect(await disk.slots("a")).toEqual([]);
  await expect(disk.database.read("a")).rejects.toThrow("no longer saved");
  await expect(disk.database.change("a", { deleted: false })).rejects.toThrow("no longer saved");
});

describe("a database of a newer version of the page", () => {
  test("is refused with the reason, and left as it is", async () => {
    const newer = await openDB(disk.name, 2, { upgrade: (database) => void database.createObjectStore("runs", { keyPath: "runId" }) });
    await newer.put("runs", { runId: "a", shape: "of the future" });
    newer.close();
    await expect(disk.database.list()).rejects.toThrow("of a newer version of this page; they were left untouched");
    await expect(write(10)).rejects.toThrow("of a newer version");
    await disk.raw(async (database) => {
      expect(database.version).toBe(2);
      expect(await database.getAll("runs")).toEqual([{ runId: "a", shape: "of the future" }]);
    });
  });

  test("is not kept from being made by a page of this version that is open; that page then refuses", async () => {
    await write(10);
    const newer = await openDB(disk.name, 2);
    newer.close();
    await expect(write(20)).rejects.toThrow("of a newer version");
    expect((await disk.slots("a")).map(({ generation }) => generation)).toEqual([1]);
  });
});
