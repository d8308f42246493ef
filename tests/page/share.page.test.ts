import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { betaSchedule } from "../../src/experiment/objectives";
import { configure, experimentOf, historyOf, reset, statusOf, train } from "./model";
import { PATIENCE, SMALL, testPages } from "./page";
import { enter } from "./rail";
import { lookAt, pinOf, surfaceOf } from "./square";

const pages = testPages();
const CLIPBOARD = { permissions: ["clipboard-read", "clipboard-write"] };

async function sharedLink(page: Page): Promise<string> {
  await page.getByRole("button", { name: "Share", exact: true }).click();
  await page.getByText(/^The link was copied/).waitFor();
  return page.evaluate(() => navigator.clipboard.readText());
}

test("the copied link opens the same experiment elsewhere, and there it makes the same curve; it starts nothing", async () => {
  const page = await pages.open(SMALL, { context: CLIPBOARD });
  await configure(page, {
    seed: 5,
    data: { digits: [1, 4, 9], binarization: "static" },
    latent: { dim: 3 },
    objective: { kind: "elbo", samples: 2, beta: { kind: "sigmoid", from: 0.25, to: 2, steps: 40 }, freeBits: { nats: 0.1, per: "total" } },
  });
  await train(page, 12);
  const link = await sharedLink(page);
  expect(link).toBe(await page.evaluate(() => window.playground.shareLink()));
  const address = new URL(link);
  const other = await pages.open(address.search + address.hash);
  expect(await experimentOf(other)).toEqual(await experimentOf(page));
  expect(await statusOf(other)).toMatchObject({ phase: "idle", step: 0, notices: [] });
  await train(other, 12);
  expect(await historyOf(other)).toEqual(await historyOf(page));
});

test("the link carries what is looked at: layers, scale and pin", async () => {
  const page = await pages.open(SMALL, { context: CLIPBOARD });
  await page.getByRole("button", { name: "Test images", exact: true }).click();
  await page.getByRole("button", { name: "q(z|x)", exact: true }).click();
  await page.getByRole("combobox", { name: "Axes" }).selectOption({ label: "linear z" });
  await surfaceOf(page).press("ArrowRight");
  const address = new URL(await sharedLink(page));
  const other = await pages.open(address.search + address.hash);
  expect(await pinOf(other)).toEqual(await pinOf(page));
  await page.getByRole("button", { name: "Share", exact: true }).focus();
  await expect.poll(async () => (await lookAt(other)) === (await lookAt(page)), PATIENCE).toBe(true);
});

test("after a live change, Share says that the link gives the settings as they are now", async () => {
  const page = await pages.open(SMALL, { context: CLIPBOARD });
  await train(page, 3);
  await enter(page, "β", "2");
  await expect.poll(async () => betaSchedule((await experimentOf(page)).objective), PATIENCE).toEqual({ kind: "constant", value: 2 });
  const link = await sharedLink(page);
  expect(link).toContain("beta=2");
  await page.getByRole("status").getByText("Settings were changed during this run").waitFor();
  await reset(page);
});

test("where the clipboard is closed to the page, the link is shown selected", async () => {
  const refuse = () => {
    // The blank page before this one has no clipboard.
    if (navigator.clipboard) navigator.clipboard.writeText = () => Promise.reject(new DOMException("refused", "NotAllowedError"));
  };
  const page = await pages.open(SMALL, { prepare: (context) => context.addInitScript(refuse) });
  await page.getByRole("button", { name: "Share", exact: true }).click();
  const field = page.getByRole("textbox", { name: "Link" });
  expect(await field.inputValue()).toBe(await page.evaluate(() => window.playground.shareLink()));
  const selected = await field.evaluate((input) => {
    const { selectionStart, selectionEnd, value } = input as HTMLInputElement;
    return selectionStart === 0 && selectionEnd === value.length;
  });
  expect(selected).toBe(true);
  await page.getByRole("button", { name: "Close" }).click();
});
