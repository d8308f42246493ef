import { type Contestant, closeAll, openAll } from "./contestants";
import { type MeasuredProducts, measureProducts } from "./measureProducts";
import { type Effort, measureSteps, type StepRow } from "./measureSteps";
import { DEFAULT_MODEL, EPOCH_STEPS, GROWTH, PRODUCTS, STEP_MODELS } from "./models";
import { pageContestants, peerContestants, productContestants, type Surroundings } from "./pages";
import type { Model } from "./protocol";

/** The sections of the benchmark; each starts its contestants and ends them. */

export interface MeasuredSteps {
  model: Model;
  rows: StepRow[];
}

export interface MeasuredGrowth extends MeasuredSteps {
  /** What differs from the grey model. */
  size: string;
}

export interface Stage extends Surroundings {
  /** PyTorch, or what says why it does not count. */
  natives: readonly Contestant[];
  quick: boolean;
  /** Says what is under way. */
  say(text: string): void;
}

const FULL: Effort = { rounds: 7, block: 1500, leastSteps: 210, wholeEvaluations: true, patience: 15_000 };
const QUICK: Effort = { rounds: 2, block: 200, leastSteps: 10, wholeEvaluations: false, patience: 1000 };

export async function stepSection(stage: Stage): Promise<MeasuredSteps[]> {
  const contestants = [...pageContestants(stage), ...peerContestants(stage), ...stage.natives];
  const measured: MeasuredSteps[] = [];
  for (const model of STEP_MODELS) {
    // Started anew for each model, so that one that fails on the first has its chance on the second.
    stage.say(`steps of ${model.widths.join("-")}-${model.latent}`);
    const entries = await openAll(contestants);
    measured.push({ model, rows: await measureSteps(entries, model, stage.quick ? QUICK : FULL) });
    await closeAll(entries);
  }
  return measured;
}

/** Whole epochs of the default experiment, the page beside PyTorch's bare loop. */
export async function epochSection(stage: Stage): Promise<MeasuredSteps> {
  stage.say("epochs of the default experiment");
  const [threaded, single] = pageContestants(stage);
  const entries = await openAll([threaded, single, ...stage.natives]);
  const rounds = stage.quick ? 1 : 5;
  const effort = { rounds, block: 0, leastSteps: 0, wholeEvaluations: false, patience: 120_000 };
  const rows = await measureSteps(entries, DEFAULT_MODEL, effort, stage.quick ? 20 : EPOCH_STEPS);
  await closeAll(entries);
  return { model: DEFAULT_MODEL, rows };
}

export async function productSection(stage: Stage): Promise<MeasuredProducts> {
  stage.say("matrix products");
  const entries = await openAll([...productContestants(stage), ...stage.natives]);
  const measured = await measureProducts(entries, PRODUCTS, stage.quick ? { rounds: 2, block: 30 } : { rounds: 7, block: 150 });
  await closeAll(entries);
  return measured;
}

/** One size changed at a time, the page beside PyTorch. */
export async function growthSection(stage: Stage): Promise<MeasuredGrowth[]> {
  const entries = await openAll([pageContestants(stage)[0], ...stage.natives]);
  const effort = stage.quick
    ? { ...QUICK, block: 100 }
    : { rounds: 3, block: 800, leastSteps: 60, wholeEvaluations: true, patience: 15_000 };
  const measured: MeasuredGrowth[] = [];
  for (const { size, model } of GROWTH) {
    stage.say(size);
    measured.push({ size, model, rows: await measureSteps(entries, model, effort) });
  }
  await closeAll(entries);
  return measured;
}
