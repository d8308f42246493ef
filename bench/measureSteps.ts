import { setTimeout } from "node:timers/promises";
import { attempt, type Entry, runnerOf } from "./contestants";
import type { Model } from "./protocol";

/** How long and how often. */
export interface Effort {
  rounds: number;
  /** A block of steps lasts about so long, in milliseconds. */
  block: number;
  /** A contestant whose steps take at most `SLOW` takes at least so many in all. */
  leastSteps: number;
  /** Blocks are cut so that each holds the same number of evaluations. */
  wholeEvaluations: boolean;
  /** Once it has two blocks, a contestant that has run for so long sits out the other rounds, in milliseconds. */
  patience: number;
}

/** Blocks of steps of one contestant on one model. */
export interface StepRow {
  name: string;
  label: string;
  native: boolean;
  /** Milliseconds per step, one figure per block. */
  samples: number[];
  /** Steps taken in all these blocks. */
  steps: number;
  failure: string | null;
}

/** Milliseconds per step above which fewer steps must do. */
export const SLOW = 100;
const MOST_BLOCK_STEPS = 1000;
/** Fewer steps say nothing where a block begins with fresh pictures. */
const SHORT_BLOCK = 20;
/** Between two contestants the threads of the one before go to sleep. */
export const REST = 150;

interface Lane {
  entry: Entry;
  row: StepRow;
  /** The least milliseconds per step seen so far, warm-up included. */
  best: number;
  spent: number;
}

/** Rounds in which every contestant runs one block, all others idle; `blockSteps` where a block's length is given. */
export async function measureSteps(entries: readonly Entry[], model: Model, effort: Effort, blockSteps?: number): Promise<StepRow[]> {
  const lanes = entries.map((entry): Lane => ({ entry, row: emptyRow(entry), best: Number.POSITIVE_INFINITY, spent: 0 }));
  for (const lane of lanes) await attempt(lane.entry, () => warmUp(lane, model, effort));
  for (let round = 0; round < effort.rounds; round++) {
    for (const lane of lanes) {
      if (lane.spent > effort.patience && lane.row.samples.length >= 2) continue;
      await attempt(lane.entry, () => runBlock(lane, blockSteps ?? stepsOfBlock(lane, effort, effort.rounds - round)));
    }
  }
  return lanes.map(({ entry, row }) => ({ ...row, failure: entry.failure }));
}

/** A fresh model, compiled and in cache. */
async function warmUp(lane: Lane, model: Model, effort: Effort): Promise<void> {
  const runner = runnerOf(lane.entry);
  const unit = unitOf(lane, effort);
  await runner.prepare(model);
  const few = Math.max(2, unit);
  lane.best = (await runner.steps(few)) / few;
  if (lane.best > 3 * SLOW) return;
  const many = Math.max(20, unit);
  lane.best = Math.min(lane.best, (await runner.steps(many)) / many);
}

/** Anew before each block, so that a slow moment in the warm-up does not keep a fast contestant's blocks short. */
function stepsOfBlock(lane: Lane, effort: Effort, roundsLeft: number): number {
  const { best, row } = lane;
  const least = best > SLOW ? 1 : (effort.leastSteps - row.steps) / roundsLeft;
  const unit = unitOf(lane, effort);
  return unit * Math.max(1, Math.ceil(Math.min(Math.max(effort.block / best, least), MOST_BLOCK_STEPS) / unit));
}

function unitOf({ entry }: Lane, { wholeEvaluations }: Effort): number {
  const { blockUnit } = runnerOf(entry);
  return wholeEvaluations ? blockUnit : Math.min(blockUnit, SHORT_BLOCK);
}

async function runBlock(lane: Lane, steps: number): Promise<void> {
  await setTimeout(REST);
  const milliseconds = await runnerOf(lane.entry).steps(steps);
  lane.best = Math.min(lane.best, milliseconds / steps);
  lane.row.samples.push(milliseconds / steps);
  lane.row.steps += steps;
  lane.spent += milliseconds;
}

function emptyRow({ contestant, label, failure }: Entry): StepRow {
  return { name: contestant.name, native: contestant.native, label, samples: [], steps: 0, failure };
}
