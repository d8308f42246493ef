import type { Split } from "./split";

/** The list of the files that MNIST is served as: written by `scripts/prepareMnist.ts`, read by `mnistSource.ts`. */

export const SPLITS: readonly Split[] = ["train", "test"];

/** Pixels of one image, 28 × 28. */
export const IMAGE_PIXELS = 784;

/** Images in the official files. */
export const SPLIT_IMAGES: Record<Split, number> = { train: 60_000, test: 10_000 };

/** Images in a shard; the first epoch's order depends on it (`minibatchOrder.ts`), so it belongs to the meaning of a seed. */
export const SHARD_IMAGES: Record<Split, number> = { train: 4000, test: 5000 };

export const MANIFEST_FILE = "manifest.json";
export const MANIFEST_FORMAT = 1;

/** A gzip file: `bytes` and `sha256` (hexadecimal) are of the file as it is served. */
export interface DataFile {
  file: string;
  bytes: number;
  sha256: string;
}

/** [images, 784] bytes once decompressed. */
export interface ShardFile extends DataFile {
  images: number;
}

export interface SplitFiles {
  total: number;
  /** [total] bytes once decompressed. */
  labels: DataFile;
  /** All of the same number of images but the last, which may hold fewer. */
  shards: ShardFile[];
}

export interface Manifest {
  format: number;
  splits: Record<Split, SplitFiles>;
}

/** Checks what a server sent in place of a manifest; throws an Error that says what is wrong. */
export function parseManifest(text: string): Manifest {
  const value: unknown = JSON.parse(text);
  if (!isRecord(value)) throw new Error("not an object");
  if (value.format !== MANIFEST_FORMAT) throw new Error(`format ${String(value.format)}, expected ${MANIFEST_FORMAT}`);
  const splits = isRecord(value.splits) ? value.splits : {};
  return { format: MANIFEST_FORMAT, splits: { train: parseSplit(splits.train, "train"), test: parseSplit(splits.test, "test") } };
}

/** Room is made for a split as a whole before its images arrive. */
const MOST_IMAGES = 100_000;

function parseSplit(value: unknown, split: Split): SplitFiles {
  if (!isRecord(value) || !Array.isArray(value.shards)) throw new Error(`no shards of the ${split} split`);
  const shards = value.shards.map((shard, index) => parseShard(shard, `shard ${index + 1} of the ${split} split`));
  const total = shards.reduce((sum, shard) => sum + shard.images, 0);
  const uneven = shards.some(({ images }, index) => (index < shards.length - 1 ? images !== shards[0].images : images > shards[0].images));
  if (total === 0 || total !== value.total || uneven) throw new Error(`the shards of the ${split} split do not add up`);
  if (total > MOST_IMAGES) throw new Error(`the ${split} split has ${total} images; at most ${MOST_IMAGES} are read`);
  return { total, labels: parseFile(value.labels, `labels of the ${split} split`), shards };
}

function parseShard(value: unknown, name: string): ShardFile {
  const images = isRecord(value) ? value.images : undefined;
  if (!isCount(images)) throw new Error(`${name}: no count of images`);
  return { ...parseFile(value, name), images };
}

function parseFile(value: unknown, name: string): DataFile {
  const { file, bytes, sha256 } = isRecord(value) ? value : {};
  if (typeof file !== "string" || !/^[\w-]+(\/[\w.-]+)*$/.test(file)) throw new Error(`${name}: no file name`);
  if (!isCount(bytes)) throw new Error(`${name}: no length`);
  if (typeof sha256 !== "string" || !/^[0-9a-f]{64}$/.test(sha256)) throw new Error(`${name}: no SHA-256`);
  return { file, bytes, sha256 };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) > 0;
}
