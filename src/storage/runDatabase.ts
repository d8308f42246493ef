import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB } from "idb";
import { crc32 } from "../numeric/crc32";
import type { SavedRun } from "./savedRun";

/**
 * Runs on this machine's disk. Each has two slots that are written in turn, in one strict transaction with its entry in the list, and read
 * back: whatever happens while one is written, the other stays whole.
 */

interface RunEntry extends SavedRun {
  /** Counts the writes; the newest slot is the one of this parity. */
  generation: number;
  /** Who may write: the page that last took the run in hand. */
  owner: string;
}

interface Slot {
  runId: string;
  slot: number;
  generation: number;
  bytes: Uint8Array;
  checksum: number;
}

interface Schema extends DBSchema {
  runs: { key: string; value: RunEntry };
  slots: { key: [string, number]; value: Slot };
}

type Database = IDBPDatabase<Schema>;
type Writing = IDBPTransaction<Schema, ("runs" | "slots")[], "readwrite">;

const DATABASE_NAME = "vae-playground";
const VERSION = 1;

/** How often a connection that the browser has closed is opened anew for one task. */
const ATTEMPTS = 3;

/** Another page has taken the run: what this one has to save of it is not written. */
export class TakenOver extends Error {}

export interface RunDatabase {
  /** The newest first, those that are deleted among them. */
  list(): Promise<SavedRun[]>;
  /**
   * Writes the run whole into the older slot and reads it back; answers the write's generation. `seen` is the generation that this was
   * trained on from, 0 where there was none. @throws TakenOver when `owner` no longer has the run, or another has written it since.
   */
  write(about: SavedRun, bytes: Uint8Array, owner: string, seen?: number): Promise<number>;
  /** What its slots hold, the newest first, those that are damaged left out. */
  read(runId: string): Promise<{ about: SavedRun; slots: Uint8Array[]; newestIsWhole: boolean; generation: number }>;
  /** Who may write the run; null where it is not saved. */
  owner(runId: string): Promise<string | null>;
  /** Makes `owner` the only one who may write the run. */
  claim(runId: string, owner: string): Promise<void>;
  change(runId: string, change: Partial<Pick<SavedRun, "name" | "inHand" | "deleted">>): Promise<void>;
  /** For good. */
  remove(runId: string): Promise<void>;
  close(): Promise<void>;
}

function explained(error: unknown): Error {
  const name = error instanceof Error ? error.name : "";
  if (name === "VersionError") return new Error("the saved runs are of a newer version of this page; they were left untouched");
  return error instanceof Error ? error : new Error(String(error));
}

const isClosed = (error: unknown): boolean =>
  error instanceof Error && (error.name === "InvalidStateError" || /connection|closing|closed/i.test(error.message));

/** The name of the error of a disk that is full. */
export const FULL = "QuotaExceededError";

export const isFull = (error: unknown): boolean => error instanceof Error && error.name === FULL;

const listed = ({ generation: _generation, owner: _owner, ...about }: RunEntry): SavedRun => about;

async function writeSlot(writing: Writing, about: SavedRun, bytes: Uint8Array, owner: string, seen?: number): Promise<Slot> {
  const before = await writing.objectStore("runs").get(about.runId);
  if (before !== undefined && before.owner !== owner) throw new TakenOver("another page has taken the run over");
  if (before !== undefined && seen !== undefined && before.generation !== seen) throw new TakenOver("another page has trained the run on");
  const generation = (before?.generation ?? 0) + 1;
  const slot = { runId: about.runId, slot: generation % 2, generation, bytes, checksum: crc32(bytes) };
  // What its owner called it, here or in another page, stays.
  const entry = { ...about, name: before?.name ?? about.name, createdAt: before?.createdAt ?? about.createdAt, generation, owner };
  await Promise.all([writing.objectStore("slots").put(slot), writing.objectStore("runs").put(entry)]);
  return slot;
}

/** Opens lazily, and again when the browser has closed the connection. */
export function openRunDatabase(name = DATABASE_NAME): RunDatabase {
  let opening: Promise<Database> | null = null;

  const open = (): Promise<Database> => {
    opening ??= openDB<Schema>(name, VERSION, {
      upgrade(database) {
        database.createObjectStore("runs", { keyPath: "runId" });
        database.createObjectStore("slots", { keyPath: ["runId", "slot"] });
      },
      blocking: () => void close(),
      terminated: () => {
        opening = null;
      },
    });
    return opening;
  };

  const close = async () => {
    const database = await opening?.catch(() => null);
    opening = null;
    database?.close();
  };

  const using = async <T>(task: (database: Database) => Promise<T>): Promise<T> => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await task(await open());
      } catch (error) {
        opening = isClosed(error) ? null : opening;
        if (error instanceof TakenOver || isFull(error) || !isClosed(error) || attempt >= ATTEMPTS) {
          if (error instanceof Error && error.name === "VersionError") opening = null;
          throw isFull(error) || error instanceof TakenOver ? error : explained(error);
        }
      }
    }
  };

  const changing = (task: (writing: Writing) => Promise<unknown>) =>
    using(async (database) => {
      const writing = database.transaction(["runs", "slots"], "readwrite", { durability: "strict" });
      const settled = writing.done.catch((error: unknown) => error);
      try {
        const result = await task(writing);
        await writing.done;
        return result;
      } catch (error) {
        try {
          writing.abort();
        } catch {
          // The browser has aborted it already: that is the error at hand.
        }
        const reason = await settled;
        throw isFull(reason) ? reason : error;
      }
    });

  return {
    async list() {
      const entries = await using((database) => database.getAll("runs"));
      return entries.map(listed).sort((a, b) => b.savedAt - a.savedAt);
    },
    async write(about, bytes, owner, seen) {
      const slot = (await changing((writing) => writeSlot(writing, about, bytes, owner, seen))) as Slot;
      const back = await using((database) => database.get("slots", [about.runId, slot.slot]));
      if (back?.generation !== slot.generation || crc32(back.bytes) !== slot.checksum) {
        throw new Error("what was saved reads back as something else");
      }
      return slot.generation;
    },
    async read(runId) {
      const [entry, ...slots] = await using((database) =>
        Promise.all([database.get("runs", runId), database.get("slots", [runId, 0]), database.get("slots", [runId, 1])]),
      );
      if (entry === undefined) throw new Error("this run is no longer saved");
      const whole = (slots as (Slot | undefined)[]).filter(
        (slot) => slot !== undefined && slot.bytes instanceof Uint8Array && crc32(slot.bytes) === slot.checksum,
      ) as Slot[];
      whole.sort((a, b) => b.generation - a.generation);
      const { generation } = entry;
      return {
        about: listed(entry),
        slots: whole.map(({ bytes }) => bytes),
        newestIsWhole: whole[0]?.generation === generation,
        generation,
      };
    },
    owner: (runId) => using(async (database) => (await database.get("runs", runId))?.owner ?? null),
    async claim(runId, owner) {
      await changing(async (writing) => {
        const entry = await writing.objectStore("runs").get(runId);
        if (entry !== undefined) await writing.objectStore("runs").put({ ...entry, owner });
      });
    },
    async change(runId, change) {
      await changing(async (writing) => {
        const entry = await writing.objectStore("runs").get(runId);
        if (entry === undefined) throw new Error("this run is no longer saved");
        await writing.objectStore("runs").put({ ...entry, ...change });
      });
    },
    async remove(runId) {
      await changing(async (writing) => {
        await writing.objectStore("runs").delete(runId);
        await Promise.all([0, 1].map((slot) => writing.objectStore("slots").delete([runId, slot])));
      });
    },
    close,
  };
}
