import type { Locator } from "playwright-core";
import { expect, test } from "vitest";
import { largestDifference, train } from "./model";
import { PATIENCE, SMALL, sharedPage, testPages } from "./page";
import { digitLevels } from "./picture";
import { enter } from "./rail";

const pages = testPages();
const page = sharedPage(pages, SMALL, {}, (page) => train(page, 30));
const strip = (): Locator => page().getByRole("figure", { name: "One image" });

/** The numbers of a row of the strip, as they are written. */
async function row(name: RegExp): Promise<number[]> {
  const cells = await strip().getByRole("row", { name }).getByRole("cell").allTextContents();
  return cells.map((text) => text.replace("−", "-").trim()).flatMap((text) => (/^-?\d/.test(text) ? [Number(text)] : []));
}

const seen = (): Promise<number[]> => digitLevels(strip().getByRole("img", { name: "x, as the encoder sees it" }));
const decoded = (): Promise<number[]> => digitLevels(strip().getByRole("img", { name: /^E\[x\|z\]/ }));

async function settled(): Promise<void> {
  await expect.poll(() => strip().getAttribute("aria-busy"), PATIENCE).toBe("false");
}

/** What the model itself makes of the pixels that the strip shows, at its z. */
async function worksheet(): Promise<{ mean: number[]; deviation: number[]; z: number[]; terms: number[]; kl: number }> {
  const pixels = (await seen()).map((level) => Math.round(level));
  const noise = await row(/^ε/);
  return page().evaluate(
    async ([x, epsilon]) => {
      const image = Float32Array.from(x);
      const { mean, logVariance } = await window.playground.encode(image);
      const sheet = await window.playground.worksheet(image, { noise: Float32Array.from(epsilon) });
      return {
        mean: [...mean],
        deviation: [...logVariance].map((value) => Math.exp(value / 2)),
        z: [...sheet.z],
        terms: [sheet.logLikelihood[0], sheet.logPrior[0], sheet.logPosterior[0], sheet.logWeight[0]],
        kl: sheet.kl?.[0] ?? Number.NaN,
      };
    },
    [pixels, noise],
  );
}

/** The code and the two sheets agree with the model's own calls; ε is written with two decimals, and so z is as exact. */
async function expectTrueSheet(): Promise<void> {
  await settled();
  const own = await worksheet();
  expect(largestDifference(await row(/^μ/), own.mean)).toBeLessThan(0.006);
  expect(largestDifference(await row(/^σ/), own.deviation)).toBeLessThan(0.006);
  const z = await row(/^z(?!₁)/);
  expect(largestDifference(z, own.z)).toBeLessThan(0.02);
  const [likelihood] = await row(/log p\(x\|z\)/);
  const [prior] = await row(/log p\(z\)/);
  const [posterior] = await row(/log q\(z\|x\)/);
  const [bound] = await row(/single-sample bound/);
  expect(likelihood + prior - posterior).toBeCloseTo(bound, 1);
  expect(Math.abs(likelihood - own.terms[0])).toBeLessThan(1);
  // ε is written to two decimals, so z is off by up to 0.005 σ, and log p(z) by z times that.
  const rounding = own.z.reduce((sum, z, d) => sum + 0.005 * own.deviation[d] * (Math.abs(z) + 1), 0);
  expect(Math.abs(prior - own.terms[1])).toBeLessThan(0.01 + rounding);
  expect(Math.abs(posterior - own.terms[2])).toBeLessThan(0.05);
  const [reconstruction] = await row(/^(− )?reconstruction/);
  const [kl] = await row(/KL/);
  const [elbo] = await row(/ELBO/);
  expect(kl).toBeCloseTo(own.kl, 1);
  expect(reconstruction - kl).toBeCloseTo(elbo, 1);
}

test("Test image: the chosen image goes through the model, with its label and its own sheet", async () => {
  await enter(page(), "Test image", "4");
  await strip().getByText("labelled 4").waitFor();
  await expectTrueSheet();
  await enter(page(), "Test image", "0");
  await strip().getByText("labelled 7").waitFor();
  await expectTrueSheet();
});

test("Previous, Next and Random image", async () => {
  const labels = await page().evaluate(async () => (await window.playground.images("test", [9999, 0, 1])).labels);
  await enter(page(), "Test image", "0");
  await strip().getByText(`labelled ${labels[1]}`).waitFor();
  await strip().getByRole("button", { name: "Next image" }).click();
  await strip().getByText(`labelled ${labels[2]}`).waitFor();
  await strip().getByRole("button", { name: "Previous image" }).click();
  await strip().getByRole("button", { name: "Previous image" }).click();
  await strip().getByText(`labelled ${labels[0]}`).waitFor();
  await settled();
  const before = await seen();
  await strip().getByRole("button", { name: "Random image" }).click();
  await expect.poll(async () => largestDifference(before, await seen()), PATIENCE).toBeGreaterThan(0.5);
  await expectTrueSheet();
});

test("Grey original shows the image's own levels", async () => {
  await enter(page(), "Test image", "7");
  await settled();
  await strip().getByRole("button", { name: "Grey original" }).click();
  const own = await page().evaluate(async () => Array.from((await window.playground.images("test", [7])).pixels));
  const shown = () => digitLevels(strip().getByRole("img", { name: "x, the grey original" }));
  await expect.poll(async () => largestDifference(own, await shown()), PATIENCE).toBeLessThan(0.01);
  await strip().getByRole("button", { name: "Grey original" }).click();
  await expect.poll(async () => (await seen()).every((level) => level < 0.01 || level > 0.99), PATIENCE).toBe(true);
});

test("resample ε draws another z: E[x|z] and the single-sample bound change, the image's own bound does not", async () => {
  await settled();
  const before = {
    noise: await row(/^ε/),
    bound: await row(/single-sample/),
    elbo: await row(/ELBO/),
    x: await seen(),
    out: await decoded(),
  };
  await strip().getByRole("button", { name: "Resample ε" }).click();
  await expect.poll(() => row(/^ε/), PATIENCE).not.toEqual(before.noise);
  await expectTrueSheet();
  expect(await row(/single-sample/)).not.toEqual(before.bound);
  expect(await row(/ELBO/)).toEqual(before.elbo);
  expect(largestDifference(await seen(), before.x)).toBe(0);
  expect(largestDifference(await decoded(), before.out)).toBeGreaterThan(0);
});

test("the strip follows the model", async () => {
  const before = await row(/^μ/);
  await train(page(), 10);
  await expect.poll(() => row(/^μ/), PATIENCE).not.toEqual(before);
  await expectTrueSheet();
});

test("an image that does not exist is refused with the numbers that do", async () => {
  await enter(page(), "Test image", "3");
  await settled();
  const before = await seen();
  await enter(page(), "Test image", "10000");
  await strip().getByText("Test image was “10000”; it must be a whole number from 0 to 9999").waitFor();
  expect(largestDifference(before, await seen())).toBe(0);
});
