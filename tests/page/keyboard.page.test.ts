import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { betaSchedule } from "../../src/experiment/objectives";
import { experimentOf, statusOf, untilIdle, untilStep } from "./model";
import { PATIENCE, SMALL, testPages } from "./page";

const pages = testPages();

/** What has the focus, by its accessible name where that is plain, and whether it shows. */
const focused = (page: Page): Promise<{ name: string; visible: boolean; marked: boolean }> =>
  page.evaluate(() => {
    const element = document.activeElement as HTMLElement;
    if (element === document.body) return { name: "", visible: false, marked: false };
    const label = (element as HTMLInputElement).labels?.[0]?.textContent;
    const { outlineStyle, boxShadow } = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    return {
      name: (element.getAttribute("aria-label") ?? label ?? element.textContent ?? "").trim(),
      visible: box.width > 0 && box.height > 0,
      marked: outlineStyle !== "none" || boxShadow !== "none",
    };
  });

/** Presses Tab until that control has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 150; presses++) {
    await page.keyboard.press("Tab");
    if ((await focused(page)).name === name) return;
  }
  throw new Error(`Tab never reached ${name}`);
}

test("Tab reaches every control, each shows that it has the focus, and comes round again", async () => {
  const page = await pages.open(SMALL);
  // The selected image has arrived: what depends on it can be reached.
  await expect.poll(() => page.getByText("pin at μ of image").isEnabled(), PATIENCE).toBe(true);
  const reached: string[] = [];
  const unmarked: string[] = [];
  for (let presses = 0; presses < 200; presses++) {
    await page.keyboard.press("Tab");
    const now = await focused(page);
    if (now.name === "" || (reached.length > 20 && now.name === reached[0])) break;
    reached.push(now.name);
    if (!now.visible || !now.marked) unmarked.push(now.name);
  }
  const controls = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("button, input, select, summary, [tabindex='0']")]
      .filter((element) => element.tabIndex >= 0 && element.checkVisibility({ visibilityProperty: true }))
      .map((element) =>
        (element.getAttribute("aria-label") ?? (element as HTMLInputElement).labels?.[0]?.textContent ?? element.textContent ?? "").trim(),
      ),
  );
  expect(unmarked).toEqual([]);
  expect(controls.length).toBeGreaterThan(60);
  expect([...new Set(controls)].filter((name) => !reached.includes(name))).toEqual([]);
});

test("by keyboard alone: train, pause, change β, look at a point, share", async () => {
  const page = await pages.open(SMALL, { context: { permissions: ["clipboard-read", "clipboard-write"] } });
  await tabTo(page, "Train");
  await page.keyboard.press("Enter");
  await untilStep(page, 5);
  expect((await focused(page)).name).toBe("Pause");
  await page.keyboard.press("Enter");
  await untilIdle(page);
  const { step, runId } = await statusOf(page);
  await tabTo(page, "β");
  await page.keyboard.type("3");
  await page.keyboard.press("Enter");
  await expect.poll(async () => betaSchedule((await experimentOf(page)).objective), PATIENCE).toEqual({ kind: "constant", value: 3 });
  expect(await statusOf(page)).toMatchObject({ step, runId });
  await tabTo(page, "Digit 0");
  await page.keyboard.press("Space");
  await expect.poll(async () => (await experimentOf(page)).data.digits, PATIENCE).not.toContain(0);
  await tabTo(page, "Share");
  await page.keyboard.press("Enter");
  await page.getByText(/^The link was copied/).waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain("beta=3");
});

test("the first Tab offers to skip to the pictures, which changes nothing but the focus", async () => {
  const page = await pages.open(SMALL);
  const before = await experimentOf(page);
  await page.keyboard.press("Tab");
  expect((await focused(page)).name).toBe("Skip to the pictures");
  await page.keyboard.press("Enter");
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName), PATIENCE).toBe("MAIN");
  expect(await experimentOf(page)).toEqual(before);
  expect((await statusOf(page)).notices).toEqual([]);
  await page.keyboard.press("Space");
  await untilStep(page, 1);
});
