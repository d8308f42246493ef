import { checkFile, decompress, type ReadFile } from "./checkedFile";
import { createDownloadQueue, type Download, type DownloadQueue, RETRY_SECONDS } from "./downloads";
import { type DataFile, IMAGE_PIXELS, MANIFEST_FILE, type Manifest, parseManifest, SPLITS, type SplitFiles } from "./manifest";
import type { DataProgress } from "./progress";
import type { Split } from "./split";

/**
 * MNIST as it arrives. A file that is missing, truncated or altered is reported by name in `DataProgress.problem`, fetched again
 * until it is right, and never shown as ready. Order: labels, first training shard, test shards, the other training
 * shards that are needed.
 */
export interface MnistSource {
  /** Says that a run will use the first `trainSize` training images; without it only their first shard is fetched. Never lowered. */
  need(trainSize: number): void;
  /** All labels of a split, [n]. */
  labels(split: Split): Promise<Uint8Array>;
  /** Resolves when the first `imageCount` images of the split are there; rejects if it has fewer, and when closed. */
  require(split: Split, imageCount: number): Promise<void>;
  isReady(split: Split, index: number): boolean;
  /** The split's grey levels, [n, 784], filled as shards arrive: rows that are not ready are zeros. Throws before labels are there. */
  pixels(split: Split): Uint8Array;
  /** Stops every download; what is pending rejects. */
  close(): void;
}

interface SplitState {
  files: SplitFiles;
  labels: Uint8Array | null;
  pixels: Uint8Array;
  /** Of each shard: not asked for, on its way, checked and in `pixels`. */
  shards: ("absent" | "wanted" | "ready")[];
}

interface Waiter {
  /** Settles the promise if it can be settled now, and says whether it did. */
  settle(): boolean;
  reject(error: Error): void;
}

interface Source {
  queue: DownloadQueue;
  splits: Record<Split, SplitState> | null;
  trainSize: number;
  waiters: Waiter[];
  onProgress: (progress: DataProgress) => void;
}

/** The manifest is small; anything longer is not it. */
const MANIFEST_LIMIT = 65_536;

/** Begins to load at once. `read` opens a file of the folder that holds the manifest. */
export function openMnist(
  read: ReadFile,
  onProgress: (progress: DataProgress) => void,
  retrySeconds: readonly number[] = RETRY_SECONDS,
): MnistSource {
  const queue = createDownloadQueue(read, () => onProgress(progressOf(source)), retrySeconds);
  const source: Source = { queue, splits: null, trainSize: 1, waiters: [], onProgress };
  queue.add(manifestDownload(source));
  return {
    need: (trainSize) => need(source, trainSize),
    labels: (split) => promised(source, () => source.splits?.[split].labels ?? null),
    require: (split, imageCount) => requireImages(source, split, imageCount),
    isReady: (split, index) => isReady(source.splits?.[split], index),
    pixels: (split) => pixelsOf(source, split),
    close: () => close(source),
  };
}

function manifestDownload(source: Source): Download {
  const accept = async (bytes: Uint8Array) => {
    source.splits = emptySplits(readManifest(bytes));
    for (const split of SPLITS) source.queue.add(labelsDownload(source, split, source.splits[split]));
    addWantedShards(source);
    settleWaiters(source);
  };
  return { name: "the list of data files", file: MANIFEST_FILE, bytes: MANIFEST_LIMIT, order: 0, accept };
}

function readManifest(bytes: Uint8Array): Manifest {
  try {
    return parseManifest(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new Error(`is not a list of data files: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function emptySplits({ splits }: Manifest): Record<Split, SplitState> {
  const empty = (files: SplitFiles): SplitState => ({
    files,
    labels: null,
    pixels: new Uint8Array(files.total * IMAGE_PIXELS),
    shards: files.shards.map(() => "absent"),
  });
  return { train: empty(splits.train), test: empty(splits.test) };
}

function labelsDownload(source: Source, split: Split, state: SplitState): Download {
  const { labels, total } = state.files;
  return fileDownload(source, `${split} labels`, labels, 1, total, (values) => {
    state.labels = values;
  });
}

function addWantedShards(source: Source): void {
  if (source.splits === null) return;
  const { train, test } = source.splits;
  const wanted = { train: shardsFor(train, source.trainSize), test: test.shards.length };
  for (const split of SPLITS) {
    for (let index = 0; index < wanted[split]; index++) addShard(source, split, index);
  }
}

function addShard(source: Source, split: Split, index: number): void {
  const state = source.splits?.[split];
  if (state === undefined || state.shards[index] !== "absent") return;
  const shard = state.files.shards[index];
  const offset = index * state.files.shards[0].images * IMAGE_PIXELS;
  const name = `${split} shard ${index + 1} of ${state.shards.length}`;
  state.shards[index] = "wanted";
  source.queue.add(
    fileDownload(source, name, shard, shardOrder(source, split, index), shard.images * IMAGE_PIXELS, (values) => {
      state.pixels.set(values, offset);
      state.shards[index] = "ready";
    }),
  );
}

/** After the labels (1): train 0, the test shards (they are few, and the test curve waits for them), train 1 … n. */
function shardOrder({ splits }: Source, split: Split, index: number): number {
  if (split === "test") return 3 + index;
  return index === 0 ? 2 : 3 + index + (splits?.test.shards.length ?? 0);
}

/** A file that is checked, unpacked to `length` bytes and only then kept. */
function fileDownload(
  source: Source,
  name: string,
  file: DataFile,
  order: number,
  length: number,
  keep: (values: Uint8Array) => void,
): Download {
  const accept = async (bytes: Uint8Array<ArrayBuffer>) => {
    await checkFile(bytes, file);
    keep(await decompress(bytes, length));
    settleWaiters(source);
  };
  return { name, file: file.file, bytes: file.bytes, order, accept };
}

function need(source: Source, trainSize: number): void {
  source.trainSize = Math.max(source.trainSize, trainSize);
  addWantedShards(source);
}

async function requireImages(source: Source, split: Split, imageCount: number): Promise<void> {
  if (split === "train") need(source, imageCount);
  await promised(source, () => {
    const state = source.splits?.[split];
    if (state === undefined) return null;
    if (imageCount > state.files.total) throw new Error(`the ${split} split has ${state.files.total} images; ${imageCount} were asked for`);
    return state.shards.slice(0, shardsFor(state, imageCount)).every((shard) => shard === "ready") || null;
  });
}

function shardsFor({ files }: SplitState, imageCount: number): number {
  return Math.min(files.shards.length, Math.ceil(imageCount / files.shards[0].images));
}

function isReady(state: SplitState | undefined, index: number): boolean {
  return state !== undefined && state.shards[Math.floor(index / state.files.shards[0].images)] === "ready";
}

function pixelsOf({ splits }: Source, split: Split): Uint8Array {
  if (splits === null) throw new Error("pixels were asked for before the list of data files has arrived");
  return splits[split].pixels;
}

function settleWaiters(source: Source): void {
  source.waiters = source.waiters.filter((waiter) => !waiter.settle());
}

/** Resolves with `look()` as soon as it is not null; rejects with what it throws. */
function promised<T>(source: Source, look: () => T | null): Promise<T> {
  return new Promise((resolve, reject) => {
    const settle = () => {
      try {
        const value = look();
        if (value !== null) resolve(value);
        return value !== null;
      } catch (error) {
        reject(error);
        return true;
      }
    };
    if (!settle()) source.waiters.push({ settle, reject });
  });
}

function progressOf({ queue, splits }: Source): DataProgress {
  const states = splits === null ? [] : SPLITS.map((split) => splits[split]);
  const shards = states.flatMap(({ files, shards }) => files.shards.map((file, index) => ({ ...file, state: shards[index] })));
  const wanted = shards.filter(({ state }) => state !== "absent");
  const files: DataFile[] = [...states.map(({ files: { labels } }) => labels), ...wanted];
  return {
    bytesLoaded: queue.bytesLoaded((file) => file !== MANIFEST_FILE),
    bytesTotal: files.reduce((sum, { bytes }) => sum + bytes, 0),
    imagesReady: wanted.reduce((sum, { images, state }) => sum + (state === "ready" ? images : 0), 0),
    imagesTotal: wanted.reduce((sum, { images }) => sum + images, 0),
    ready: states.length > 0 && states.every(({ labels }) => labels !== null) && isReady(splits?.train, 0),
    problem: queue.problem(),
  };
}

function close(source: Source): void {
  source.queue.close();
  for (const waiter of source.waiters) waiter.reject(new Error("the data are no longer loaded: the source was closed"));
  source.waiters = [];
}
