import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { historyOf, largestDifference, statusOf, train, untilStep, weightsOf } from "../page/model";
import { PATIENCE, SMALL, testPages } from "../page/page";
import { beforeWorker, kept, notices, runAndSecondPage } from "./trial";

const pages = testPages();

/** The run in hand as its file. */
function exportRun(page: Page): Promise<number[]> {
  return page.evaluate(async () => Array.from(await window.playground.exportRun()));
}

async function reopened(page: Page): Promise<void> {
  await page.reload();
  await page.evaluate(() => window.playground.ready.then(() => window.playground.images("test", [9999])));
}

describe("a page that ends", () => {
  test("offers its run when it is opened again: one click, and the curve goes on as if nothing had been", async () => {
    const page = await pages.open(SMALL);
    await train(page, 60);
    await kept(page);
    const [curve, weights, { runId }] = [await historyOf(page), await weightsOf(page), await statusOf(page)];
    await reopened(page);
    expect((await statusOf(page)).step).toBe(0);
    await page.getByRole("button", { name: "Resume" }).click();
    await untilStep(page, 60);
    expect(await statusOf(page)).toMatchObject({ step: 60, runId, phase: "idle" });
    expect(await historyOf(page)).toEqual(curve);
    expect(largestDifference(weights, await weightsOf(page))).toBe(0);
    await train(page, 40);
    const other = await pages.open(SMALL);
    await train(other, 60);
    await train(other, 40);
    expect(await historyOf(page)).toEqual(await historyOf(other));
  });

  test("loses nothing when the offer is ignored: the list of runs has it, to be named, copied, deleted and brought back", async () => {
    const page = await pages.open(SMALL);
    await train(page, 20);
    await kept(page);
    await reopened(page);
    await train(page, 5);
    await kept(page);
    await page.getByRole("button", { name: "Runs" }).click();
    const rows = page.getByRole("listitem").filter({ has: page.getByRole("textbox", { name: "Name of the run" }) });
    await expect.poll(() => rows.count(), PATIENCE).toBe(2);
    const first = rows.filter({ hasText: "step 20" });
    await first.getByRole("textbox").fill("the first");
    await first.getByRole("textbox").press("Enter");
    await first.getByRole("button", { name: "Duplicate" }).click();
    await expect.poll(() => rows.count(), PATIENCE).toBe(3);
    await rows.filter({ hasText: "step 20" }).last().getByRole("button", { name: "Delete" }).click();
    await expect.poll(() => rows.count(), PATIENCE).toBe(2);
    await page.getByRole("status").getByRole("button", { name: "Undo" }).last().click();
    await page.getByRole("button", { name: "Runs" }).click();
    await expect.poll(() => rows.count(), PATIENCE).toBe(3);
  });
});

test("a second page sees that the run is in hand elsewhere, opens a copy, or takes it over: the first then stops", async () => {
  const { page, second, runId } = await runAndSecondPage(pages, SMALL);
  const press = async (name: string) => {
    await second.getByRole("button", { name: "Runs" }).click();
    await second.getByRole("button", { name }).click();
    await untilStep(second, 20);
    await second.keyboard.press("Escape");
  };
  await press("Open a copy");
  expect((await statusOf(second)).runId).not.toBe(runId);
  await expect.poll(() => notices(second), PATIENCE).toContain("Another tab has this run in hand");
  await press("Take over");
  await expect.poll(async () => (await statusOf(second)).runId, PATIENCE).toBe(runId);
  await expect.poll(() => notices(page), PATIENCE).toContain("Another tab has taken this run over");
  expect((await statusOf(page)).runId).not.toBe(runId);
  expect(await train(page, 5)).toBe(25);
});

test("a run file opens in another browser and trains on to the same; a damaged one is refused", async () => {
  const page = await pages.open(SMALL);
  await train(page, 23);
  const bytes = await exportRun(page);
  await train(page, 20);
  const other = await pages.open(SMALL);
  await other.evaluate((file) => window.playground.importWeights(Uint8Array.from(file)), bytes);
  expect(await train(other, 20)).toBe(43);
  expect(await historyOf(other)).toEqual(await historyOf(page));
  expect(largestDifference(await weightsOf(page), await weightsOf(other))).toBe(0);
  const damaged = bytes.map((byte, at) => (at === bytes.length - 1000 ? byte ^ 1 : byte));
  await expect(other.evaluate((file) => window.playground.importWeights(Uint8Array.from(file)), damaged)).rejects.toThrow("it is damaged");
  expect((await statusOf(other)).step).toBe(43);
});

test("where nothing can be stored the page trains on and says that it is not saved", async () => {
  const page = await pages.open(SMALL, {
    prepare: (context) =>
      beforeWorker(context, `IDBFactory.prototype.open = () => { throw new DOMException("storage is blocked here", "SecurityError"); };`),
  });
  expect(await train(page, 20)).toBe(20);
  await expect.poll(() => notices(page), PATIENCE).toMatch(/This run is not saved: .*storage is blocked here/);
  expect(await train(page, 5)).toBe(25);
});
