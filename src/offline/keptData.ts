import type { BuiltFiles } from "./builtFiles";
import type { WorkerScope } from "./workerScope";

/** MNIST by the hash of its files, whatever the version: a file is kept once it has arrived, and only when it is the one that was built. */
export interface KeptData {
  find(path: string): Promise<Response | undefined>;
  /** Keeps what the host has answered; nothing of an answer that is another file. */
  keep(path: string, response: Response): Promise<void>;
  /** Keeps what a run on so many training images has read. */
  keepRead(trainSize: number): Promise<void>;
  /** Forgets what no version needs any more. */
  forget(): Promise<void>;
}

async function sha256Of(bytes: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function keepData(scope: WorkerScope, built: BuiltFiles): KeptData {
  const root = scope.registration.scope;
  const open = () => caches.open(`vae-playground-data ${root}`);
  const keyOf = (path: string): string => new URL(`data/sha256/${built.data[path].sha256}`, root).href;

  const keep = async (path: string, response: Response): Promise<void> => {
    const bytes = await response.clone().arrayBuffer();
    if (response.ok && (await sha256Of(bytes)) === built.data[path].sha256) await (await open()).put(keyOf(path), response);
  };

  return {
    find: async (path) => (await open()).match(keyOf(path)),
    keep,
    async keepRead(trainSize) {
      for (const path of Object.keys(built.data).filter((each) => built.data[each].from < trainSize)) {
        if ((await (await open()).match(keyOf(path))) !== undefined) continue;
        // The page has just read it: of whatever age, the browser still has it.
        await keep(path, await fetch(new URL(path, root), { cache: "force-cache" }));
      }
    },
    async forget() {
      const cache = await open();
      const needed = new Set(Object.keys(built.data).map(keyOf));
      for (const request of await cache.keys()) if (!needed.has(request.url)) await cache.delete(request);
    },
  };
}
