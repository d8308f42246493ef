import type { Page } from "playwright-core";
import { expect } from "vitest";
import type { PlaygroundStatus } from "../../src/api/playground";
import type { DeepPartial, Experiment } from "../../src/experiment/experiment";
import type { HistoryPoint } from "../../src/training/history";
import { PATIENCE } from "./page";

/** What the model on a page says of itself: by these, and not by its controls, a test sees what a control did. */

export function experimentOf(page: Page): Promise<Experiment> {
  return page.evaluate(() => window.playground.experiment());
}

export function statusOf(page: Page): Promise<PlaygroundStatus> {
  return page.evaluate(() => window.playground.status());
}

export function configure(page: Page, patch: DeepPartial<Experiment>): Promise<Experiment> {
  return page.evaluate((change) => window.playground.configure(change), patch);
}

/** Trains for so many steps; the step reached. */
export async function train(page: Page, steps: number): Promise<number> {
  return (await page.evaluate((count) => window.playground.train({ steps: count }), steps)).step;
}

export function reset(page: Page): Promise<void> {
  return page.evaluate(() => window.playground.reset());
}

/** The curves' points, in the order of their steps. */
export async function historyOf(page: Page, split?: "train" | "test"): Promise<HistoryPoint[]> {
  const history = await page.evaluate(() => window.playground.history());
  return history.filter((point) => split === undefined || point.split === split);
}

/** The train curve's point at that step. */
export async function trainPoint(page: Page, step: number): Promise<HistoryPoint> {
  const point = (await historyOf(page, "train")).find((candidate) => candidate.step === step);
  if (point === undefined) throw new Error(`the train curve has no point at step ${step}`);
  return point;
}

/** The weights as their file. */
async function weightsFile(page: Page): Promise<Buffer> {
  const text = await page.evaluate(async () => {
    const bytes = await window.playground.exportWeights();
    return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  });
  return Buffer.from(text, "latin1");
}

/** Shapes by name, and all values one after another, of a weights file. */
export function readFile(file: Buffer): { shapes: Record<string, number[]>; values: Float32Array } {
  const length = Number(file.readBigUInt64LE(0));
  const header: Record<string, { shape: number[] }> = JSON.parse(file.toString("utf8", 8, 8 + length));
  const entries = Object.entries(header).filter(([name]) => name !== "__metadata__");
  const data = file.subarray(8 + length);
  const values = Float32Array.from({ length: data.length / 4 }, (_, i) => data.readFloatLE(4 * i));
  return { shapes: Object.fromEntries(entries.map(([name, { shape }]) => [name, shape])), values };
}

export async function weightsOf(page: Page): Promise<Float32Array> {
  return readFile(await weightsFile(page)).values;
}

export async function shapesOf(page: Page): Promise<Record<string, number[]>> {
  return readFile(await weightsFile(page)).shapes;
}

export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new Error(`${a.length} values were compared with ${b.length}`);
  return Array.from(a).reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i])), 0);
}

/** E[x|z] of one point, [784]. */
export async function decode(page: Page, z: readonly number[]): Promise<number[]> {
  return page.evaluate(async (code) => Array.from(await window.playground.decode(Float32Array.from(code))), [...z]);
}

/** Waits until the run has made so many steps. */
export async function untilStep(page: Page, step: number): Promise<void> {
  await expect.poll(async () => (await statusOf(page)).step, PATIENCE).toBeGreaterThanOrEqual(step);
}

/** Waits until nothing is being trained. */
export async function untilIdle(page: Page): Promise<void> {
  await expect.poll(async () => (await statusOf(page)).phase, PATIENCE).toBe("idle");
}
