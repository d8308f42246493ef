import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "vite";
import { onTestFinished } from "vitest";
import { type RunningServer, type ServeOptions, serve } from "../../scripts/serve";
import { DIST } from "./page";

/** A host of its own with the built page, which may publish another version, or go away. */
export interface Site extends RunningServer {
  folder: string;
}

/** Serves a copy of the built page until the test has finished. */
export async function ownSite(options: ServeOptions = {}): Promise<Site> {
  const folder = mkdtempSync(join(tmpdir(), "site-"));
  cpSync(DIST, folder, { recursive: true });
  const server = await serve(folder, { port: 0, ...options });
  onTestFinished(async () => {
    await server.close().catch(() => undefined); // the test may have closed it
    rmSync(folder, { recursive: true });
  });
  return { folder, ...server };
}

/** Publishes another version of the page, as a build does: its scripts have other names, and those before are gone. */
export async function publishNewVersion({ folder }: Site): Promise<void> {
  const inAssets = (name: string) => join(folder, "assets", name);
  const scripts = readdirSync(join(folder, "assets")).filter((name) => name.endsWith(".js"));
  const renamed = scripts.map((name) => [name, name.replace("-", "-new-")]);
  for (const [before, after] of renamed) renameSync(inAssets(before), inAssets(after));
  const documents = ["index.html", "embed.html"].map((name) => join(folder, name));
  for (const file of [...documents, ...renamed.map(([, after]) => inAssets(after))]) {
    const text = readFileSync(file, "utf8");
    writeFileSync(
      file,
      renamed.reduce((changed, [before, after]) => changed.replaceAll(before, after), text),
    );
  }
  await build({ mode: "offline", logLevel: "silent", build: { outDir: folder } });
}
