import type { BrowserContext, Page, Worker } from "playwright-core";
import { expect } from "vitest";
import type { HistoryPoint } from "../../src/training/history";
import { historyOf, largestDifference, statusOf, train, untilStep, weightsOf } from "../page/model";
import { PATIENCE, type Pages } from "../page/page";
import type { Measured } from "./scenario";

/** A run with a fault in its middle, beside one without. */

/** Waits until the run in hand is on the disk as it is. */
export function kept(page: Page): Promise<void> {
  return page.evaluate(() => window.playground.keepRun());
}

export const notices = async (page: Page) => (await statusOf(page)).notices.join("\n");

/** The worker of the page, in which a fault is brought about from outside. */
export function workerOf(page: Page): Worker {
  const worker = page.workers().findLast((each) => each.url().includes("adapter"));
  if (worker === undefined) throw new Error("the page has no worker");
  return worker;
}

/** Does something in the worker, which may be gone before it answers. */
export async function inWorker(page: Page, task: (given: number) => void, given = 0): Promise<void> {
  await workerOf(page)
    .evaluate(task, given)
    .catch(() => undefined);
}

/** Puts lines before the script of every worker to come. */
export function beforeWorker(context: BrowserContext, lines: string): Promise<unknown> {
  return context.route(/adapter-[^/]*\.js/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${lines}\n${await response.text()}` });
  });
}

export const KEEP_CONTEXT = `{const real = OffscreenCanvas.prototype.getContext; OffscreenCanvas.prototype.getContext = function (...given) { const context = real.apply(this, given); if (given[0] === "webgl2" && context) self.lastContext = context; return context; };}`;

export interface Plan {
  /** The steps before the checkpoint, those to train then, and the step of the fault. */
  before: number;
  steps: number;
  at: number;
}

/** What a run became. */
export interface Outcome {
  history: HistoryPoint[];
  weights: Float32Array;
}

export async function outcomeOf(page: Page): Promise<Outcome> {
  return { history: await historyOf(page), weights: await weightsOf(page) };
}

/** The same run without a fault, made once for all tries. */
export function unfaulted(pages: Pages, path: string, { before, steps }: Omit<Plan, "at">): () => Promise<Outcome> {
  let made: Promise<Outcome> | undefined;
  const make = async () => {
    const page = await pages.open(path);
    await train(page, before);
    await train(page, steps);
    const outcome = await outcomeOf(page);
    await page.close();
    return outcome;
  };
  return () => {
    made ??= make();
    return made;
  };
}

/** The largest difference of weights and of any number of the curves; infinite where points are missing. */
export function differenceOf(a: Outcome, b: Outcome): number {
  const numbers = ({ history }: Outcome) =>
    history.flatMap(({ step, reconstruction, kl, elbo, loss }) => [step, reconstruction, kl, elbo, loss]);
  if (a.history.length !== b.history.length) return Number.POSITIVE_INFINITY;
  return Math.max(largestDifference(numbers(a), numbers(b)), largestDifference(a.weights, b.weights));
}

interface Sample {
  time: number;
  step: number;
  phase: string;
}

/** From now on the page notes step and phase whenever they change, and when. */
async function watchSteps(page: Page): Promise<void> {
  await page.evaluate(() => {
    const samples: Sample[] = [];
    (window as unknown as { samples: Sample[] }).samples = samples;
    setInterval(() => {
      const { step, phase } = window.playground.status();
      const last = samples.at(-1);
      if (last?.step !== step || last.phase !== phase) samples.push({ time: Date.now(), step, phase });
    }, 5);
  });
}

/** From samples: when the fault was found, when the first step after it was made, and how many since the checkpoint at `kept` are made again. */
function readSamples(samples: Sample[], began: number, kept: number): Measured {
  const fell = samples.findIndex(({ time, phase }) => time >= began && phase === "recovering");
  if (fell < 0) throw new Error("the page has not noticed the fault");
  const reached = Math.max(...samples.slice(0, fell + 1).map(({ step }) => step));
  const after = samples.slice(fell);
  const restored = Math.min(...after.map(({ step }) => step));
  expect(restored, "the step that the run went back to").toBeGreaterThanOrEqual(kept);
  const next = after.find(
    ({ step, phase }, i) => phase === "training" && step > restored && after.slice(0, i).some((s) => s.step === restored),
  );
  if (next === undefined) throw new Error("no step was made after the fault");
  return { found: samples[fell].time - began, resumed: next.time - began, lost: reached - restored };
}

/** Trains through a fault that makes the page start another worker; every step that was asked for is made. */
export async function throughFault(page: Page, { before, steps, at }: Plan, provoke: () => Promise<unknown>): Promise<Measured> {
  await train(page, before);
  await kept(page);
  const { runId } = await statusOf(page);
  await watchSteps(page);
  const finished = page.evaluate((count) => window.playground.train({ steps: count }), steps);
  await untilStep(page, at);
  const began = Date.now();
  const provoked = provoke();
  expect((await finished).step).toBe(before + steps);
  await provoked;
  expect((await statusOf(page)).runId, "the run in hand").toBe(runId);
  const samples = await page.evaluate(() => (window as unknown as { samples: Sample[] }).samples);
  return readSamples(samples, began, before);
}

/** The page as it is when it is opened again in the same browser. */
export async function opened(page: Page): Promise<void> {
  await page.evaluate(() => window.playground.ready.then(() => window.playground.images("test", [9999])));
}

/** A run of 20 steps in one page, and a second page of the same browser. */
export async function runAndSecondPage(pages: Pages, path: string): Promise<{ page: Page; second: Page; runId: string }> {
  const page = await pages.open(path);
  await train(page, 20);
  await kept(page);
  const { runId } = await statusOf(page);
  const second = await page.context().newPage();
  await second.goto(page.url());
  await opened(second);
  return { page, second, runId };
}

/** Takes the offer of the last run. */
export async function resume(page: Page, step: number): Promise<void> {
  await page.getByRole("button", { name: "Resume" }).click();
  await untilStep(page, step);
  await expect.poll(async () => (await statusOf(page)).phase, PATIENCE).toBe("idle");
}
