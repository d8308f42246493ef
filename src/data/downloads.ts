import { type ReadFile, readWhole } from "./checkedFile";

/** A file to fetch, and what to do with it. */
export interface Download {
  /** For people: "train shard 3 of 15". */
  name: string;
  file: string;
  /** Length of the file, or the most it may have. */
  bytes: number;
  /** Lower ones start first. */
  order: number;
  /** Checks the file and keeps what it holds; a rejection means that it is fetched again. */
  accept(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
}

/** Fetches files in order, a few at a time; what fails is named and tried again until it succeeds. */
export interface DownloadQueue {
  add(download: Download): void;
  /** Bytes of the counted files that have arrived, those of failed attempts not among them. */
  bytesLoaded(counted: (file: string) => boolean): number;
  /** The first standing problem, as a sentence, or null. */
  problem(): string | null;
  close(): void;
}

/** Seconds before each further attempt; the last one is used from then on. */
export const RETRY_SECONDS: readonly number[] = [1, 3, 9, 27, 60];

const PARALLEL_DOWNLOADS = 2;

interface Entry {
  download: Download;
  state: "waiting" | "loading" | "resting" | "done";
  failures: number;
  bytesLoaded: number;
  problem: string | null;
}

interface Queue {
  read: ReadFile;
  onChange: () => void;
  retrySeconds: readonly number[];
  entries: Entry[];
  timers: Set<ReturnType<typeof setTimeout>>;
  closed: boolean;
}

/** `onChange` is called after every piece, success and failure. */
export function createDownloadQueue(read: ReadFile, onChange: () => void, retrySeconds: readonly number[] = RETRY_SECONDS): DownloadQueue {
  const queue: Queue = { read, onChange, retrySeconds, entries: [], timers: new Set(), closed: false };
  return {
    add(download) {
      queue.entries.push({ download, state: "waiting", failures: 0, bytesLoaded: 0, problem: null });
      queue.entries.sort((a, b) => a.download.order - b.download.order);
      startWaiting(queue);
    },
    bytesLoaded: (counted) => queue.entries.reduce((sum, { download, bytesLoaded }) => sum + (counted(download.file) ? bytesLoaded : 0), 0),
    problem: () => queue.entries.find((entry) => entry.problem !== null)?.problem ?? null,
    close() {
      queue.closed = true;
      for (const timer of queue.timers) clearTimeout(timer);
    },
  };
}

function startWaiting(queue: Queue): void {
  // One turn later, so that downloads added together start in their order and not in that of the calls.
  queueMicrotask(() => {
    if (queue.closed) return;
    const free = PARALLEL_DOWNLOADS - queue.entries.filter(({ state }) => state === "loading").length;
    for (const entry of queue.entries.filter(({ state }) => state === "waiting").slice(0, Math.max(0, free))) {
      entry.state = "loading";
      void attempt(queue, entry);
    }
  });
}

async function attempt(queue: Queue, entry: Entry): Promise<void> {
  const { file, bytes: limit } = entry.download;
  try {
    const bytes = await readWhole(queue.read, file, entry.failures > 0, limit, (length) => {
      if (queue.closed) throw new Error("is no longer wanted");
      entry.bytesLoaded += length;
      queue.onChange();
    });
    if (queue.closed) return;
    await entry.download.accept(bytes);
    entry.state = "done";
    entry.problem = null;
  } catch (error) {
    rest(queue, entry, error);
  }
  if (queue.closed) return;
  queue.onChange();
  startWaiting(queue);
}

function rest(queue: Queue, entry: Entry, error: unknown): void {
  if (queue.closed) return;
  const seconds = queue.retrySeconds[Math.min(entry.failures, queue.retrySeconds.length - 1)];
  const reason = error instanceof Error ? error.message : String(error);
  entry.state = "resting";
  entry.failures++;
  entry.bytesLoaded = 0;
  entry.problem = `${entry.download.name} (${entry.download.file}) ${reason}; trying again in ${seconds} s`;
  const timer = setTimeout(() => {
    queue.timers.delete(timer);
    entry.state = "waiting";
    startWaiting(queue);
  }, seconds * 1000);
  queue.timers.add(timer);
}
