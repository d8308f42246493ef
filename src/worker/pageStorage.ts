import { openRunDatabase } from "../storage/runDatabase";
import { createRunLocks } from "../storage/runLocks";
import type { StorageHost } from "./runStorage";

/** This browser's disk and locks, for the page of that name. */
export function createPageStorage(owner: string): StorageHost {
  return { database: openRunDatabase(), locks: createRunLocks(), owner, date: Date.now };
}
