import { expect, test } from "vitest";
import { train } from "./model";
import { PATIENCE, SMALL, sharedPage, testPages } from "./page";

/** The panel "Gradient noise", and the console's call behind it. */

const pages = testPages();
const page = sharedPage(pages, SMALL, {}, async (opened) => {
  await train(opened, 30);
  await opened.getByRole("button", { name: "Gradient noise" }).click();
});
const panel = () => page().getByRole("group", { name: "Gradient noise" });
const press = (name: string) => panel().getByRole("button", { name, exact: true }).click();
const columns = () => panel().getByRole("columnheader").allTextContents();

test("measures the estimator in force, and keeps the measurement before beside it", async () => {
  await press("Measure");
  await expect.poll(columns, PATIENCE).toEqual([expect.stringContaining("SNR"), expect.stringMatching(/ELBO, pathwise.*K = 1, step 30/)]);
  await page().evaluate(() => window.playground.configure({ objective: { samples: 8 } }));
  await press("Measure");
  await expect
    .poll(columns, PATIENCE)
    .toEqual([expect.stringContaining("SNR"), expect.stringMatching(/K = 8, step 30/), expect.stringMatching(/K = 1, step 30.*before/)]);
  const decoder = await panel()
    .getByRole("row", { name: /decoder/ })
    .getByRole("cell")
    .allTextContents();
  const [now, before] = decoder.map((cell) => Number.parseFloat(cell));
  // Eight draws instead of one: √8 = 2.8 times the ratio.
  expect(now / before).toBeGreaterThan(2.6);
  expect(now / before).toBeLessThan(3.1);
});

test("shows what the console measures, can be stopped, and then says so in place of a number", async () => {
  const measured = page().evaluate(() => window.playground.gradientSignal());
  await press("Stop");
  const { repeats, groups } = await measured;
  expect(repeats).toBeLessThan(1000);
  expect(groups.map(({ name }) => name)).toEqual(["encoder", "decoder"]);
  await expect.poll(() => panel().getByRole("button", { name: "Measure", exact: true }).count(), PATIENCE).toBe(1);
  expect(groups.every(({ resolved, snr }) => !resolved && snr === null)).toBe(true);
  const texts = await panel().getByRole("cell").allTextContents();
  expect(texts.filter((text) => /^stopped before 1.000 repeats$/.test(text))).toHaveLength(groups.length);
});
