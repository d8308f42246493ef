import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { experimentOf, largestDifference, statusOf, train, weightsOf } from "./model";
import { PATIENCE, SMALL, testPages } from "./page";

const pages = testPages();

const paste = (page: Page, link: string) =>
  page.evaluate((hash) => {
    location.hash = hash;
  }, link);

test("a link pasted into an open page asks before it replaces a run, and Escape keeps the run", async () => {
  const page = await pages.open(SMALL);
  await train(page, 5);
  const before = await statusOf(page);
  await paste(page, `#${SMALL.split("#")[1]}&latent=6`);
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  expect(await statusOf(page)).toMatchObject({ step: 5, runId: before.runId });
  await page.keyboard.press("Escape");
  await expect.poll(() => dialog.count(), PATIENCE).toBe(0);
  expect((await experimentOf(page)).latent.dim).toBe(2);
  expect(await statusOf(page)).toMatchObject({ step: 5, runId: before.runId });
});

test("a pasted link that is allowed starts its experiment, and Undo brings the run back", async () => {
  const page = await pages.open(SMALL);
  await train(page, 5);
  const weights = await weightsOf(page);
  await paste(page, `#${SMALL.split("#")[1]}&latent=6`);
  await page.getByRole("button", { name: "Open the link" }).click();
  await expect.poll(async () => (await experimentOf(page)).latent.dim, PATIENCE).toBe(6);
  expect(await statusOf(page)).toMatchObject({ phase: "idle", step: 0 });
  await page.getByRole("status").getByRole("button", { name: "Undo" }).click();
  await expect.poll(async () => (await statusOf(page)).step, PATIENCE).toBe(5);
  expect(largestDifference(weights, await weightsOf(page))).toBe(0);
});

test("before the first step there is nothing to lose, and a pasted link is taken at once", async () => {
  const page = await pages.open(SMALL);
  await paste(page, `#${SMALL.split("#")[1]}&latent=6`);
  await expect.poll(async () => (await experimentOf(page)).latent.dim, PATIENCE).toBe(6);
  expect(await statusOf(page)).toMatchObject({ phase: "idle", step: 0 });
});
