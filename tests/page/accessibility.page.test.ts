import axe from "axe-core";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { train } from "./model";
import { SMALL, testPages } from "./page";

/** Axe on the whole page as it is served: every view, light and dark, wide and narrow. */

const pages = testPages();
const WIDTHS = [1440, 1024, 390];

const open = (link = ""): Promise<Page> =>
  pages.open(`${SMALL}${link}`, { prepare: (context) => context.addInitScript({ content: axe.source }) });

/** Violations as "rule: element", all rules in light, and in dark those that colours decide. */
async function violations(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const scheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    const results = await page.evaluate(
      async (rules) => {
        const { axe: checker } = window as unknown as { axe: typeof axe };
        const options = rules === null ? {} : { runOnly: rules };
        const { violations: broken } = await checker.run(document, { ...options, resultTypes: ["violations"] });
        return broken.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")} ${failureSummary}`));
      },
      scheme === "light" ? null : ["color-contrast"],
    );
    found.push(...results.map((text) => `${scheme}: ${text}`));
  }
  return found;
}

for (const width of WIDTHS) {
  test(`no violation at ${width} pixels, before training and after`, async () => {
    const page = await open();
    await page.setViewportSize({ width, height: width === 390 ? 844 : 800 });
    expect(await violations(page)).toEqual([]);
    await train(page, 30);
    await page.getByRole("button", { name: "Test images", exact: true }).click();
    await page.getByRole("button", { name: "bars", exact: true }).click();
    for (const section of await page.locator("details").all()) await section.locator("summary").click();
    expect(await violations(page)).toEqual([]);
  });
}

for (const [view, link] of [
  ["twenty dimensions, annealed, with a floor", "&latent=20&beta=0..2@500&fb=0.5"],
  ["one dimension", "&latent=1&view=grid.images.q"],
  ["a sheet of prior samples", "&latent=3&view=grid.prior"],
  ["parts of the screen hidden", "&hide=rail.square"],
  ["the exact posterior, and log p(x) on the curves", "&view=grid.q.exact.bounds"],
  ["notices, and a field that was refused", "&nonsense=1&b2=7"],
]) {
  test(`no violation: ${view}`, async () => {
    const page = await open(link);
    await train(page, 12);
    const seed = page.getByRole("spinbutton", { name: "Seed" });
    if ((await seed.count()) > 0) {
      await seed.fill("minus one");
      await seed.press("Enter");
    }
    expect(await violations(page)).toEqual([]);
  });
}

test("no violation in the diagnostics, measured, and in the worksheet, filled", async () => {
  const page = await open("&view=grid.q.diagnostics");
  await train(page, 60);
  await page.evaluate(() =>
    Promise.all([
      window.playground.diagnose("evidence"),
      window.playground.diagnose("tails", { count: 10 }),
      window.playground.diagnose("calibration", { count: 100 }),
      window.playground.diagnose("coverage", { count: 5 }),
      window.playground.diagnose("aggregate", { count: 200 }),
    ]),
  );
  const panel = page.getByRole("tabpanel", { name: "Diagnostics" });
  for (const section of await panel.locator("details:not([open]) > summary").all()) if (await section.isVisible()) await section.click();
  expect(await violations(page)).toEqual([]);
  await page.getByRole("tab", { name: "Worksheet" }).click();
  await page.getByRole("button", { name: "Add 10", exact: true }).click();
  await page.locator("dt", { hasText: "ESS" }).waitFor();
  expect(await violations(page)).toEqual([]);
});

test("no violation in what opens: help, files, engine, a figure's menu, an explanation, the drawing pad", async () => {
  const page = await open("&latent=4");
  for (const name of [/^Engine: /, "Runs", "Files", "Save KL", /^Explain /, /^other 2 dims/, "Draw", "Help"]) {
    const button = page.getByRole("button", typeof name === "string" ? { name, exact: true } : { name });
    await button.first().click();
    await page.locator("[popover]:popover-open, dialog[open]").first().waitFor();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press("Escape");
  }
});
