import { repairExperiment } from "../experiment/resolve";
import { FULL, isFull, type RunDatabase } from "../storage/runDatabase";
import type { RunLock, RunLocks } from "../storage/runLocks";
import type { ListedRun, SavedRun } from "../storage/savedRun";
import type { StoredRun } from "../training/liveRun";
import { readRun, writeRun } from "../training/runFile";

/** The most runs without a name that are kept: older ones make room. */
export const MOST_UNNAMED = 20;

/** The most runs that are given up for one checkpoint: one of its size has two slots, and it needs one. */
const MOST_REMOVED = 2;

/** What the place that a session runs in offers for saving. */
export interface StorageHost {
  database: RunDatabase;
  locks: RunLocks;
  /** Who writes: differs between pages, and is the same for every worker of a page. */
  owner: string;
  /** Milliseconds since 1970. */
  date(): number;
}

/**
 * From whom a run is taken: from nobody, where no page has it in hand; from any page; from this page's last worker, which may not have let go
 * of it yet, unless another page has taken it over since.
 */
export type TakenFrom = "nobody" | "anyPage" | "lastWorker";

/** Saved runs as the session deals with them: whole, validated, one writer each. */
export interface RunStorage {
  save(run: StoredRun, about: Pick<SavedRun, "thumbnail" | "inHand"> & { name?: string | null }): Promise<void>;
  /** Whether this session has written or read the run, and has not removed it since. */
  knows(runId: string): boolean;
  /** The newest of its checkpoints that is whole. @throws Error when there is none. */
  load(runId: string): Promise<{ run: StoredRun; about: SavedRun; isOlder: boolean }>;
  /** The newest first; none that is deleted. */
  list(): Promise<ListedRun[]>;
  /** Those that are deleted go for good. */
  forgetDeleted(): Promise<void>;
  /** True once this session alone may write the run. `lost` is called when another page takes it over. */
  take(runId: string, from: TakenFrom, lost: () => void): Promise<boolean>;
  /** No longer in hand here; resolves when any page may take it. */
  letGo(runId: string): Promise<void>;
  readonly database: RunDatabase;
}

const isKnown = (experiment: unknown): boolean => repairExperiment(experiment).notices.length === 0;

/** The last ELBO, of the test curve if there is one. */
function lastElbo({ record: { history } }: StoredRun): number | null {
  const point = history.findLast(({ split }) => split === "test") ?? history.at(-1);
  return point?.elbo ?? null;
}

export function createRunStorage({ database, locks, owner, date }: StorageHost, app: string): RunStorage {
  const held = new Map<string, RunLock>();
  /** The generation that was last read or written here: what another page has written since is not written over. */
  const seen = new Map<string, number>();
  /** Making room has not helped: no run is given up for it until something can be written again. */
  let isHopeless = false;

  const forget = async (runId: string) => {
    await database.remove(runId);
    seen.delete(runId);
  };

  /** Frees one run: a deleted one, else the oldest that is neither open nor named. @returns false when there is none. */
  const makeRoom = async (keep: string): Promise<boolean> => {
    const [open, runs] = await Promise.all([locks.held(), database.list()]);
    const oldest =
      runs.find(({ deleted }) => deleted) ?? runs.findLast(({ runId, name }) => runId !== keep && name === null && !open.has(runId));
    if (oldest === undefined) return false;
    await forget(oldest.runId);
    return true;
  };

  const write = async (about: SavedRun, bytes: Uint8Array): Promise<void> => {
    for (let removed = 0; ; removed++) {
      try {
        seen.set(about.runId, await database.write(about, bytes, owner, seen.get(about.runId) ?? 0));
        isHopeless = false;
        return;
      } catch (error) {
        if (!isFull(error)) throw error;
        isHopeless ||= removed >= MOST_REMOVED;
        if (isHopeless || !(await makeRoom(about.runId)))
          throw new DOMException("this browser gives the page no more room on the disk", FULL);
      }
    }
  };

  const prune = async (keep: string) => {
    const [open, runs] = await Promise.all([locks.held(), database.list()]);
    const unnamed = runs.filter(({ name, deleted }) => name === null && !deleted);
    const oldest = unnamed.findLast(({ runId }) => runId !== keep && !open.has(runId));
    if (unnamed.length > MOST_UNNAMED && oldest !== undefined) await forget(oldest.runId);
  };

  const takeAlone: RunStorage["take"] = async (runId, from, lost) => {
    if (held.has(runId)) return true;
    if (from === "lastWorker" && (await database.owner(runId)) !== owner) return false;
    const lock = await locks.take(runId, from !== "nobody");
    if (lock === null) return false;
    held.set(runId, lock);
    void lock.lost.then(() => {
      held.delete(runId);
      lost();
    });
    await database.claim(runId, owner);
    return true;
  };

  // A page that takes a run over has both its lock and its record before another looks at either.
  const take: RunStorage["take"] = async (runId, from, lost) =>
    held.has(runId) || (await locks.alone(runId, () => takeAlone(runId, from, lost)));

  return {
    database,
    async save(run, { name = null, thumbnail, inHand }) {
      const { runId, experiment, step } = run.record;
      const now = date();
      const about = { runId, name, experiment, step, elbo: lastElbo(run), createdAt: now, savedAt: now, thumbnail, inHand, deleted: false };
      await write(about, writeRun({ run, name }, app));
      await prune(runId);
    },
    knows: (runId) => seen.has(runId),
    async load(runId) {
      const { about, slots, newestIsWhole, generation } = await database.read(runId);
      seen.set(runId, generation);
      for (const [age, bytes] of slots.entries()) {
        try {
          const { run } = readRun(bytes);
          return { run: { ...run, record: { ...run.record, runId } }, about, isOlder: age > 0 || !newestIsWhole };
        } catch (error) {
          if (age === slots.length - 1) throw error;
        }
      }
      throw new Error("both checkpoints of this run are damaged; nothing was changed");
    },
    async list() {
      const [runs, open] = await Promise.all([database.list(), locks.held()]);
      const openIn = (runId: string) => (held.has(runId) ? ("here" as const) : open.has(runId) ? ("elsewhere" as const) : null);
      // One that a newer version of the page has written lies there for that version.
      return runs
        .filter(({ deleted, experiment }) => !deleted && isKnown(experiment))
        .map((run) => ({ ...run, openIn: openIn(run.runId) }));
    },
    async forgetDeleted() {
      for (const { runId, deleted } of await database.list()) if (deleted) await database.remove(runId);
    },
    take,
    async letGo(runId) {
      const lock = held.get(runId);
      held.delete(runId);
      await lock?.release();
    },
  };
}
