import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { type HeaderRule, parseHeaders } from "../scripts/headers";
import { type RunningServer, serve } from "../scripts/serve";

/** The pages of the benchmark, built and served. */

const pathTo = (place: string) => fileURLToPath(new URL(place, import.meta.url));
const DIST = pathTo("../dist");
const PEERS = pathTo("dist");

const ISOLATION = /^Cross-Origin-(Opener|Embedder)-Policy$/i;
/** tfjs's and jax-js's threads start from blobs, which the page's own policy forbids. */
const CONTENT_POLICY = /^Content-Security-Policy$/i;

export interface Sites {
  /** The page as it ships. */
  isolated: RunningServer;
  /** The same files on a host that sends no headers of isolation, as GitHub Pages: one thread. */
  notIsolated: RunningServer;
  /** The peers, isolated; without a content policy. */
  peers: RunningServer;
}

/**
 * `npm run build`, then the peers' page. Not minified: tfjs's threads run one of its functions as text, which must keep its names.
 * Throws an Error when a build fails.
 */
export async function buildPages(): Promise<void> {
  const { status } = spawnSync(process.execPath, [pathTo("../scripts/build.mjs")], { stdio: ["ignore", "ignore", "inherit"] });
  if (status !== 0) throw new Error("the page could not be built; npm run build says why");
  await build({
    configFile: false,
    logLevel: "error",
    root: pathTo("page"),
    publicDir: pathTo("../public"),
    build: { outDir: PEERS, emptyOutDir: true, target: "es2022", minify: false, assetsInlineLimit: 0, chunkSizeWarningLimit: 5000 },
    worker: { format: "es" },
  });
}

export async function serveSites(): Promise<Sites> {
  const rules = parseHeaders(readFileSync(pathTo("../public/_headers"), "utf8"));
  return {
    isolated: await serve(DIST, { port: 0 }),
    notIsolated: await serve(DIST, { port: 0, headers: without(rules, ISOLATION) }),
    peers: await serve(PEERS, { port: 0, headers: without(rules, CONTENT_POLICY) }),
  };
}

export async function closeSites(sites: Sites): Promise<void> {
  for (const site of Object.values(sites) as RunningServer[]) await site.close();
}

function without(rules: readonly HeaderRule[], name: RegExp): HeaderRule[] {
  return rules.map(({ pattern, headers }) => ({ pattern, headers: headers.filter(([header]) => !name.test(header)) }));
}
