import { deleteDB, type IDBPDatabase, openDB } from "idb";
import { DEFAULT_EXPERIMENT } from "../../src/experiment/experiment";
import { mergeExperiment } from "../../src/experiment/resolve";
import { openRunDatabase, type RunDatabase } from "../../src/storage/runDatabase";
import type { SavedRun } from "../../src/storage/savedRun";
import type { StoredRun } from "../../src/training/liveRun";
import { freshSnapshot } from "../../src/training/runState";

/** A slot as it lies on the disk. */
export interface RawSlot {
  runId: string;
  slot: number;
  generation: number;
  bytes: Uint8Array;
  checksum: number;
}

/** The disk of one test: its database by our own module, and the same looked at and damaged past it. */
export interface Disk {
  name: string;
  database: RunDatabase;
  /** Another connection of our module, as another page has it. */
  another(): RunDatabase;
  /** What lies there, past our module. */
  raw<T>(task: (database: IDBPDatabase) => Promise<T>): Promise<T>;
  /** The run's slots, the newest first. */
  slots(runId: string): Promise<RawSlot[]>;
  /** Rewrites the slot of that age, 0 the newest. */
  damage(runId: string, age: number, change: (slot: RawSlot) => RawSlot): Promise<void>;
  /** Closes everything and deletes it. */
  remove(): Promise<void>;
}

/** A database that no other test has. */
export function makeDisk(): Disk {
  const name = `test-${crypto.randomUUID()}`;
  const opened = [openRunDatabase(name)];
  const raw: Disk["raw"] = async (task) => {
    const database = await openDB(name);
    try {
      return await task(database);
    } finally {
      database.close();
    }
  };
  const slots: Disk["slots"] = async (runId) => {
    const all = (await raw((database) => database.getAll("slots"))) as RawSlot[];
    return all.filter((slot) => slot.runId === runId).sort((a, b) => b.generation - a.generation);
  };
  return {
    name,
    database: opened[0],
    another() {
      const other = openRunDatabase(name);
      opened.push(other);
      return other;
    },
    raw,
    slots,
    async damage(runId, age, change) {
      const slot = (await slots(runId))[age];
      await raw((database) => database.put("slots", change(slot)));
    },
    async remove() {
      for (const database of opened) await database.close();
      await deleteDB(name);
    },
  };
}

/** One bit in the middle is another. */
export function flipBit(slot: RawSlot): RawSlot {
  const bytes = slot.bytes.slice();
  bytes[bytes.length >> 1] ^= 1;
  return { ...slot, bytes };
}

/** Its second half is missing. */
export function truncate(slot: RawSlot): RawSlot {
  return { ...slot, bytes: slot.bytes.slice(0, slot.bytes.length >> 1) };
}

/** The entry of a run in the list. */
export function aboutRun(runId: string, change: Partial<SavedRun> = {}): SavedRun {
  const times = { createdAt: 1000, savedAt: 1000 };
  const plain = { runId, name: null, experiment: DEFAULT_EXPERIMENT, step: 1, elbo: -100, thumbnail: null, inHand: false, deleted: false };
  return { ...plain, ...times, ...change };
}

/** A run of a small model at that step; half a megabyte on the disk. */
export function storedRun(runId: string, step: number): StoredRun {
  const experiment = mergeExperiment(DEFAULT_EXPERIMENT, { network: { encoder: [24], decoder: [24] } });
  const fresh = freshSnapshot(experiment);
  // The disk packs zeros, as fresh moments are.
  const snapshot = {
    ...fresh,
    step,
    first: fresh.parameters.map((values) => values.map((value) => value / 7)),
    second: fresh.parameters.map((values) => values.map((value) => value ** 2)),
  };
  return { record: { runId, experiment, step, history: [], changes: [] }, scheduleStart: 0, snapshot, metrics: null };
}

/** Whether two runs are the same to the bit, but for their curves. */
export function isSame(a: StoredRun, b: StoredRun): boolean {
  const numbers = ({ snapshot }: StoredRun) => [...snapshot.parameters, ...snapshot.first, ...snapshot.second];
  const [mine, others] = [numbers(a), numbers(b)];
  const plain = ({ record: { runId, experiment, step }, snapshot: { updates } }: StoredRun) =>
    JSON.stringify([runId, experiment, step, updates]);
  if (plain(a) !== plain(b) || mine.length !== others.length) return false;
  return mine.every((values, i) => values.length === others[i].length && values.every((value, j) => Object.is(value, others[i][j])));
}
