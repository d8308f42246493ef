import type { BuiltFiles } from "./builtFiles";
import type { WorkerScope } from "./workerScope";

/**
 * The built files of this version and of those before it. Each version has a cache, filled whole before the version is in force; a page
 * goes on with the scripts that it began with, so a version before stays until the last page that was open when it was followed has gone.
 */
export interface KeptVersions {
  /** Fetches what is missing. Rejects when a file is not there or not the one that was built. */
  fill(): Promise<void>;
  /** This version is in force from now on: notes which pages may still need the ones before. */
  begin(): Promise<void>;
  /** Forgets the versions before that no page needs any more. */
  forget(): Promise<void>;
  /** A file of this version; undefined where it is not kept. */
  file(path: string): Promise<Response | undefined>;
  /** A file of a version before. */
  fileBefore(path: string): Promise<Response | undefined>;
}

/** In the cache of a version before: the pages that were open when it was followed. No file is called so. */
const PAGES = "?pages";

/** Hosts call a document by the name of its folder. */
const addressOf = (path: string): string => (path === "index.html" ? "./" : path);

/** An answer that had come by way of another address may not be given for a document. */
function unredirected(response: Response): Response {
  return response.redirected ? new Response(response.body, response) : response;
}

export function keepVersions(scope: WorkerScope, built: BuiltFiles): KeptVersions {
  const root = scope.registration.scope;
  // Other pages of this host may have caches as well.
  const prefix = `vae-playground ${root} `;
  const name = `${prefix}${built.version}`;
  const at = (path: string): string => new URL(path, root).href;
  const before = async () => (await caches.keys()).filter((key) => key.startsWith(prefix) && key !== name);

  const add = async (cache: Cache, path: string): Promise<void> => {
    // Names with a hash mean one content; of the others the host is asked whether they have changed.
    const hasHash = /^(?:assets|worker)\//.test(path);
    const response = await fetch(at(addressOf(path)), {
      cache: hasHash ? "default" : "no-cache",
      integrity: `sha256-${built.files[path]}`,
    });
    if (!response.ok) throw new Error(`${path}: HTTP ${response.status}`);
    await cache.put(at(path), unredirected(response));
  };

  return {
    async fill() {
      const cache = await caches.open(name);
      const kept = new Set((await cache.keys()).map(({ url }) => url));
      const missing = Object.keys(built.files).filter((path) => !kept.has(at(path)));
      await Promise.all(missing.map((path) => add(cache, path)));
    },
    async begin() {
      const pages = (await scope.clients.matchAll({ type: "all", includeUncontrolled: true })).map(({ id }) => id);
      for (const key of await before()) {
        const cache = await caches.open(key);
        if ((await cache.match(at(PAGES))) === undefined) await cache.put(at(PAGES), Response.json(pages));
      }
      // A version may come back.
      await (await caches.open(name)).delete(at(PAGES));
    },
    async forget() {
      const open = new Set((await scope.clients.matchAll({ type: "all", includeUncontrolled: true })).map(({ id }) => id));
      for (const key of await before()) {
        const pages = await (await caches.open(key)).match(at(PAGES));
        // Without the note it is a version to come.
        if (pages !== undefined && !((await pages.json()) as string[]).some((id) => open.has(id))) await caches.delete(key);
      }
    },
    file: async (path) => (await caches.open(name)).match(at(path)),
    async fileBefore(path) {
      for (const key of await before()) {
        const found = await (await caches.open(key)).match(at(path));
        if (found !== undefined) return found;
      }
      return undefined;
    },
  };
}
