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
  blockSteps: number;
  spent: number;
}

/** Rounds in which every contestant runs one block, all others idle; `blockSteps` where a block's length is given. */
export async function measureSteps(entries: readonly Entry[], model: Model, effort: Effort, blockSteps?: number): Promise<StepRow[]> {
  const lanes = entries.map((entry): Lane => ({ entry, row: emptyRow(entry), blockSteps: 1, spent: 0 }));
  for (const lane of lanes) {
    await attempt(lane.entry, () => warmUp(lane, model, effort));
    lane.blockSteps = blockSteps ?? lane.blockSteps;
  }
  for (let round = 0; round < effort.rounds; round++) {
    for (const lane of lanes) {
      if (lane.spent > effort.patience && lane.row.samples.length >= 2) continue;
      await attempt(lane.entry, () => runBlock(lane));
    }
  }
  return lanes.map(({ entry, row }) => ({ ...row, failure: entry.failure }));
}

/** A fresh model, compiled and in cache; and how many steps make a block. */
async function warmUp(lane: Lane, model: Model, { rounds, block, leastSteps, wholeEvaluations }: Effort): Promise<void> {
  const runner = runnerOf(lane.entry);
  const unit = wholeEvaluations ? runner.blockUnit : Math.min(runner.blockUnit, SHORT_BLOCK);
  await runner.prepare(model);
  const few = Math.max(2, unit);
  const cold = (await runner.steps(few)) / few;
  const isSlow = cold > 3 * SLOW;
  const many = Math.max(20, unit);
  const milliseconds = isSlow ? cold : (await runner.steps(many)) / many;
  const wanted = Math.max(block / milliseconds, milliseconds > SLOW ? 1 : leastSteps / rounds);
  lane.blockSteps = unit * Math.ceil(Math.min(wanted, MOST_BLOCK_STEPS) / unit);
}

async function runBlock(lane: Lane): Promise<void> {
  await setTimeout(REST);
  const milliseconds = await runnerOf(lane.entry).steps(lane.blockSteps);
  lane.row.samples.push(milliseconds / lane.blockSteps);
  lane.row.steps += lane.blockSteps;
  lane.spent += milliseconds;
}

function emptyRow({ contestant, label, failure }: Entry): StepRow {
  return { name: contestant.name, native: contestant.native, label, samples: [], steps: 0, failure };
}
