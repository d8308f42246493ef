import { setTimeout } from "node:timers/promises";
import type { Page, Worker } from "playwright-core";
import { expect, test } from "vitest";
import { type CountingScope, type GlCounts, installGlCounter } from "../../scripts/glCounter";
import { beforeWorker, workerOf } from "../faults/trial";
import { train } from "./model";
import { testPages } from "./page";

/** What a training step asks of the graphics card, counted in the shipped page. */

const pages = testPages();

/** Between two looks whether the worker still asks for anything, in milliseconds. */
const LOOK_INTERVAL = 500;

/** Waits until what followed the last step, its report and its checkpoint, is read back too. */
async function quiet(worker: Worker): Promise<void> {
  const callsNow = () => worker.evaluate(() => (self as CountingScope).glCounts?.calls ?? 0);
  let before = -1;
  for (let calls = await callsNow(); calls !== before; calls = await callsNow()) {
    before = calls;
    await setTimeout(LOOK_INTERVAL);
  }
}

/** What each of the steps asks that lie between the first and the last of `steps` more. */
async function countsOfSteps(page: Page, steps: number): Promise<Record<keyof GlCounts, number>[]> {
  const worker = workerOf(page);
  await quiet(worker);
  await worker.evaluate(() => (self as CountingScope).glMarks?.splice(0));
  await train(page, steps);
  const marks = (await worker.evaluate(() => (self as CountingScope).glMarks)) ?? [];
  if (marks.length !== steps) throw new Error(`${steps} steps gathered ${marks.length} minibatches`);
  const names = Object.keys(marks[0]) as (keyof GlCounts)[];
  const between = (mark: GlCounts, i: number) => Object.fromEntries(names.map((name) => [name, mark[name] - marks[i][name]]));
  return marks.slice(1).map(between) as Record<keyof GlCounts, number>[];
}

test("a step of the default experiment takes few draws, sends no texture and reads nothing back", async () => {
  const prepare = (context: Parameters<typeof beforeWorker>[0]) => beforeWorker(context, `(${installGlCounter})();`);
  const page = await pages.open("?engine=webgl#epochs=none&hide=rail.square.charts.strip", { prepare });
  await train(page, 20);
  for (const step of await countsOfSteps(page, 4)) {
    expect(step.draws).toBeLessThanOrEqual(24);
    // By operations it asks for more: each draw says all it needs anew.
    expect(step.calls).toBeLessThanOrEqual(320);
    expect(step).toMatchObject({ uploads: 0, readbacks: 0, programs: 0 });
  }
});
