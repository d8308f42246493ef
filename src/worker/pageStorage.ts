import { openRunDatabase } from "../storage/runDatabase";
import { createRunLocks } from "../storage/runLocks";
import type { StorageHost } from "./runStorage";

/** This browser's disk and locks, for one session. */
export function createPageStorage(): StorageHost {
  const owner = Array.from(crypto.getRandomValues(new Uint32Array(2)), (word) => word.toString(36)).join("");
  return { database: openRunDatabase(), locks: createRunLocks(), owner, date: Date.now };
}
