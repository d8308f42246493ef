import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { parseManifest } from "../src/data/manifest.ts";
import type { BuiltData, BuiltFiles } from "../src/offline/builtFiles.ts";

/** No file of the page: what the host reads, and the service worker itself. */
const NOT_KEPT = ["_headers", "sw.js"];

const DATA = "data/mnist/";

const sha256 = (content: string | Buffer) => createHash("sha256").update(content);

/** What stands in a built folder, for the service worker to keep. Throws when the documents, or the data that the manifest lists, are not there. */
export function builtFiles(dist: string): BuiltFiles {
  const data = dataFiles(readFileSync(join(dist, DATA, "manifest.json"), "utf8"));
  const absent = ["index.html", ...Object.keys(data)].filter((path) => !existsSync(join(dist, path)));
  if (absent.length > 0) throw new Error(`${dist} lacks ${absent.join(", ")}: build the page first`);
  const paths = readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dist, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .filter((path) => !NOT_KEPT.includes(path) && !path.startsWith(`${DATA}shards/`))
    .toSorted();
  const files = Object.fromEntries(paths.map((path) => [path, sha256(readFileSync(join(dist, path))).digest("base64")]));
  // Answers are kept with their headers, so that other headers are another version too.
  const headers = existsSync(join(dist, "_headers")) ? readFileSync(join(dist, "_headers"), "utf8") : "";
  const version = sha256(JSON.stringify([files, data, headers]))
    .digest("hex")
    .slice(0, 16);
  return { version, files, data };
}

/** Labels and test images are read by every run. */
function dataFiles(manifest: string): Record<string, BuiltData> {
  const { train, test } = parseManifest(manifest).splits;
  const always = [train.labels, test.labels, ...test.shards].map((file) => ({ ...file, from: 0 }));
  const inOrder = train.shards.map((file, index) => ({ ...file, from: index * train.shards[0].images }));
  return Object.fromEntries([...always, ...inOrder].map(({ file, sha256, from }) => [DATA + file, { sha256, from }]));
}
