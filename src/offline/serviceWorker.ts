import type { BuiltFiles, ToServiceWorker } from "./builtFiles";
import { isolated } from "./isolation";
import { keepData } from "./keptData";
import { keepVersions } from "./keptVersions";
import type { FetchEvent, WorkerScope } from "./workerScope";

/**
 * The page's service worker, `sw.js`: answers for the files of its build from what it keeps, and for nothing else. A new version waits
 * until a person asks for it, and no page is ever reloaded from here.
 */

/** Put here by the build. */
declare const BUILT_FILES: BuiltFiles;

const scope = self as unknown as WorkerScope;
// Read once, since each time the whole list would stand there.
const built = BUILT_FILES;
const versions = keepVersions(scope, built);
const data = keepData(scope, built);

/** Other names under which hosts know the documents. */
const DOCUMENTS: Readonly<Record<string, string>> = { "": "index.html", index: "index.html", embed: "embed.html" };

/** The path from the root, of a request that may be answered here; null of any other. */
function pathOf({ method, url, headers }: Request): string | null {
  const { origin, pathname } = new URL(url);
  const root = new URL(scope.registration.scope);
  if (method !== "GET" || headers.has("Range") || origin !== root.origin || !pathname.startsWith(root.pathname)) return null;
  const path = pathname.slice(root.pathname.length);
  return DOCUMENTS[path] ?? path;
}

/** Also of a page that is older, or newer, than this version: its scripts have a hash in their names. */
async function builtFile(path: string, request: Request): Promise<Response> {
  const isOurs = Object.hasOwn(built.files, path);
  const kept = request.cache === "reload" ? undefined : await (isOurs ? versions.file(path) : versions.fileBefore(path));
  const response = kept ?? (await fetch(request));
  if (!response.ok) return response;
  if (path.endsWith(".html")) return isolated(response, "document");
  return /^worker\/.*\.js$/.test(path) ? isolated(response, "worker") : response;
}

async function dataFile(path: string, event: FetchEvent): Promise<Response> {
  const { request } = event;
  // The page asks for it anew when what it got was not right.
  const found = request.cache === "reload" ? undefined : await data.find(path);
  if (found !== undefined) return found;
  const response = await fetch(request);
  // Where there is no room, it comes from the network the next time too.
  event.waitUntil(data.keep(path, response.clone()).catch(() => undefined));
  return response;
}

function answer(event: FetchEvent): void {
  const { request } = event;
  const path = pathOf(request);
  if (path === null) return;
  if (Object.hasOwn(built.data, path)) event.respondWith(dataFile(path, event));
  else if (Object.hasOwn(built.files, path) || /^(?:assets|worker)\//.test(path)) event.respondWith(builtFile(path, request));
  if (request.mode === "navigate") event.waitUntil(versions.forget());
}

async function begin(): Promise<void> {
  await versions.begin();
  await scope.clients.claim();
  // What was taken away meanwhile comes again, or from the network when it is asked for.
  await versions.fill().catch(() => undefined);
  await data.forget();
}

function heed(message: ToServiceWorker): Promise<void> {
  switch (message.kind) {
    case "takeOver":
      return scope.skipWaiting();
    case "keepData":
      return data.keepRead(message.trainSize).catch(() => undefined);
    default:
      throw new Error(`unknown message ${message satisfies never}`);
  }
}

scope.addEventListener("install", (event) => event.waitUntil(versions.fill()));
scope.addEventListener("activate", (event) => event.waitUntil(begin()));
scope.addEventListener("fetch", answer);
scope.addEventListener("message", (event) => event.waitUntil(heed(event.data as ToServiceWorker)));
