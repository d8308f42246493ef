import type { Page } from "playwright-core";
import { expect } from "vitest";
import { configure, statusOf, train } from "../page/model";
import { SMALL, testPages } from "../page/page";
import { scenario } from "./scenario";
import { differenceOf, kept, notices, outcomeOf } from "./trial";

/** A loss that becomes NaN by a setting that is allowed. */

const pages = testPages();

/** Adam without a memory divides by gradients however small: this model's loss is no number by step 65. */
const DIVERGING = `${SMALL}&b1=0&b2=0`;
const USUAL = { optimizer: { beta1: 0.9, beta2: 0.999 } };
const BEYOND = 200;
const AFTER = 60;

/** From now on the page counts what its curve holds of points that are not numbers. */
async function watchCurve(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const seen = window as unknown as { wrong: number };
    seen.wrong = 0;
    setInterval(() => {
      const numbers = window.playground.history().flatMap((point) => Object.values(point).flat());
      seen.wrong += numbers.filter((value) => typeof value === "number" && !Number.isFinite(value)).length;
    }, 5);
  });
  return () => page.evaluate(() => (window as unknown as { wrong: number }).wrong);
}

/** The same, with the setting put right before anything was wrong. */
async function rightInTime(before: number) {
  const page = await pages.open(DIVERGING);
  await train(page, before);
  await configure(page, USUAL);
  await train(page, AFTER);
  const outcome = await outcomeOf(page);
  await page.close();
  return outcome;
}

scenario("NaN by a setting", { short: 1, long: 5 }, { difference: 0 }, async (attempt) => {
  const before = 20 + 8 * attempt;
  const page = await pages.open(DIVERGING);
  await train(page, before);
  await kept(page);
  const good = await outcomeOf(page);
  const wrong = await watchCurve(page);
  expect(await train(page, BEYOND)).toBe(before);
  expect(await statusOf(page)).toMatchObject({ phase: "idle", step: before });
  expect(await notices(page)).toMatch(/The loss became NaN at step \d+; the point is not drawn/);
  expect(await notices(page)).toContain(`The run is back at step ${before}, its last good state, and paused`);
  expect(await notices(page)).toContain("Adam's β₂ of 0 is the likely cause");
  expect(differenceOf(await outcomeOf(page), good)).toBe(0);
  await configure(page, USUAL);
  expect(await train(page, AFTER)).toBe(before + AFTER);
  expect(await wrong()).toBe(0);
  const difference = differenceOf(await outcomeOf(page), await rightInTime(before));
  await page.close();
  return { difference };
});
