import type { Model, Product } from "./protocol";

/** Whoever runs beside others. A contestant that cannot start, or fails on the way, is a row that says why. */

/** A contestant at work. */
export interface Runner {
  /** What it is, in its own words: engine, version, threads. */
  label(): Promise<string>;
  prepare(model: Model): Promise<void>;
  /** Takes so many steps; the time in milliseconds. */
  steps(count: number): Promise<number>;
  /** A block is a multiple of this many steps, so that each holds the same share of what comes with some steps only. */
  readonly blockUnit: number;
  /** GFLOP/s. */
  product(product: Product, milliseconds: number): Promise<number>;
  multiplyAddRate(): Promise<number | null>;
  close(): Promise<void>;
}

export interface Contestant {
  name: string;
  /** The native peer, which the others are compared with. */
  native: boolean;
  threads: number;
  open(): Promise<Runner>;
}

/** A contestant that was asked to start; `failure` says why it does not run, or no longer. */
export interface Entry {
  contestant: Contestant;
  runner: Runner | null;
  label: string;
  failure: string | null;
}

/** Starts one after another. */
export async function openAll(contestants: readonly Contestant[]): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const contestant of contestants) {
    const entry: Entry = { contestant, runner: null, label: "", failure: null };
    await attempt(entry, async () => {
      entry.runner = await contestant.open();
      entry.label = await entry.runner.label();
    });
    entries.push(entry);
  }
  return entries;
}

export async function closeAll(entries: readonly Entry[]): Promise<void> {
  for (const { runner } of entries) await runner?.close();
}

/** Longest wait for one thing that a contestant is asked for, in milliseconds. */
const LIMIT = 120_000;

/** Does something with an entry unless it has failed; if it fails now, the entry says why and the others go on. */
export async function attempt(entry: Entry, work: () => Promise<void>): Promise<void> {
  if (entry.failure !== null) return;
  try {
    await withLimit(work());
  } catch (error) {
    entry.failure = (error instanceof Error ? error.message : String(error)).split("\n", 1)[0];
  }
}

/** The runner of an entry that has not failed. */
export function runnerOf({ runner, contestant }: Entry): Runner {
  if (runner === null) throw new Error(`${contestant.name} was not started`);
  return runner;
}

function withLimit<T>(answer: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer within ${LIMIT / 1000} s`)), LIMIT);
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
