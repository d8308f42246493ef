import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { statusOf, train, untilIdle, untilStep } from "./model";
import { PATIENCE, SMALL, testPages } from "./page";
import { digitLevels } from "./picture";
import { lookAt } from "./square";

const pages = testPages();

/** Lightness of the page's paper as it is painted, 0 … 255. */
async function paper(page: Page): Promise<number> {
  return page.evaluate(() => Number(getComputedStyle(document.documentElement).backgroundColor.match(/\d+/)?.[0]));
}

test("the theme goes round as the system, light, dark: paper and digits change, and the choice is remembered", async () => {
  const page = await pages.open(SMALL, { context: { colorScheme: "dark" } });
  await train(page, 5);
  expect(await paper(page)).toBeLessThan(60);
  const dark = await lookAt(page);
  await page.getByRole("button", { name: "Theme: as the system" }).click();
  await expect.poll(() => paper(page), PATIENCE).toBeGreaterThan(200);
  await expect.poll(() => lookAt(page), PATIENCE).not.toBe(dark);
  await page.reload();
  await page.evaluate(() => window.playground.ready);
  expect(await paper(page)).toBeGreaterThan(200);
  await page.getByRole("button", { name: "Theme: light" }).click();
  await expect.poll(() => paper(page), PATIENCE).toBeLessThan(60);
  const levels = await digitLevels(page.getByRole("img", { name: "x, as the encoder sees it" }));
  expect(levels.every((level) => level < 0.01 || level > 0.99)).toBe(true);
  await page.getByRole("button", { name: "Theme: dark" }).click();
  await page.emulateMedia({ colorScheme: "light" });
  await expect.poll(() => paper(page), PATIENCE).toBeGreaterThan(200);
});

test("with storage blocked the page works, and forgets only the theme", async () => {
  const block = () => {
    Object.defineProperty(window, "localStorage", {
      get: () => {
        throw new DOMException("blocked", "SecurityError");
      },
    });
  };
  const page = await pages.open(SMALL, { prepare: (context) => context.addInitScript(block), context: { colorScheme: "light" } });
  await page.getByRole("button", { name: "Theme: as the system" }).click();
  await page.getByRole("button", { name: "Theme: light" }).click();
  await expect.poll(() => paper(page), PATIENCE).toBeLessThan(60);
  expect(await train(page, 3)).toBe(3);
});

test("the help opens by its button and by ?, and lists the keys", async () => {
  const page = await pages.open(SMALL);
  await page.getByRole("button", { name: "Help" }).click();
  const help = page.getByRole("dialog", { name: "VAE Playground" });
  await help.getByText("train or pause").waitFor();
  await help.getByRole("button", { name: "Close" }).click();
  await expect.poll(() => page.locator("dialog[aria-labelledby]", { hasText: "train or pause" }).count(), PATIENCE).toBe(0);
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await page.keyboard.press("?");
  await help.getByText("train or pause").waitFor();
  await page.keyboard.press("Escape");
  await expect.poll(() => help.count(), PATIENCE).toBe(0);
});

test("every explanation opens, says something and names what it explains", async () => {
  const page = await pages.open(SMALL);
  const buttons = page.getByRole("button", { name: /^Explain / });
  expect(await buttons.count()).toBeGreaterThan(20);
  for (const button of await buttons.all()) {
    if (!(await button.isVisible())) continue;
    const name = ((await button.textContent()) ?? "").replace(/^\??Explain /, "");
    await button.click();
    const text = page.locator("[popover]:popover-open");
    await expect.poll(async () => ((await text.textContent()) ?? "").length, PATIENCE).toBeGreaterThan(80);
    expect(await text.textContent()).toContain(name);
    await page.keyboard.press("Escape");
  }
});

test("the keys S, R and N step, reset and take a new seed; none of them while a control has the focus", async () => {
  const page = await pages.open(SMALL);
  await page.keyboard.press("s");
  await untilStep(page, 1);
  await untilIdle(page);
  await page.keyboard.press("s");
  await untilStep(page, 2);
  await page.keyboard.press("r");
  await expect.poll(async () => (await statusOf(page)).step, PATIENCE).toBe(0);
  const seed = () => page.evaluate(() => window.playground.experiment().seed);
  await page.keyboard.press("n");
  await expect.poll(seed, PATIENCE).not.toBe(1);
  const { runId } = await statusOf(page);
  await page.getByRole("textbox", { name: "Encoder", exact: true }).focus();
  for (const key of ["s", "r", "n"]) await page.keyboard.press(key);
  await page.keyboard.press("Escape");
  expect(await statusOf(page)).toMatchObject({ step: 0, runId, phase: "idle" });
});

test("Space trains and pauses, but not while a control has the focus", async () => {
  const page = await pages.open(SMALL);
  await page.keyboard.press("Space");
  await untilStep(page, 3);
  await page.keyboard.press("Space");
  await untilIdle(page);
  const { step } = await statusOf(page);
  await page.getByRole("button", { name: "log x" }).focus();
  await page.keyboard.press("Space");
  expect(await page.getByRole("button", { name: "log x" }).getAttribute("aria-pressed")).toBe("false");
  expect(await statusOf(page)).toMatchObject({ step, phase: "idle" });
});

test("a link hides parts of the screen, and the rest has their room", async () => {
  const page = await pages.open(`${SMALL}&hide=rail.strip`);
  await train(page, 3);
  expect(await page.getByRole("complementary", { name: "Experiment" }).count()).toBe(0);
  expect(await page.getByRole("figure", { name: "One image" }).count()).toBe(0);
  expect(await page.getByRole("figure", { name: "ELBO" }).count()).toBe(1);
  expect(await page.getByRole("figure", { name: "Latent space" }).count()).toBe(1);
});
