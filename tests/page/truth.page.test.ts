import { expect, test } from "vitest";
import { train } from "./model";
import { PATIENCE, SMALL, testPages } from "./page";

const pages = testPages();

test("the exact posterior is a layer of the square, with log p(x) and its cost under it, and follows the image", async () => {
  const page = await pages.open(SMALL);
  await train(page, 200);
  const square = page.getByRole("figure", { name: "Latent space" });
  await square.getByRole("button", { name: "p(z|x)", exact: true }).click();
  await expect
    .poll(() => square.textContent(), PATIENCE)
    .toMatch(/p\(z\|x\): contours hold .* log p\(x\) = −\d+\.\d\d ± (?:0\.00\d+|< 0\.0001) \(quadrature\); step 200/);
  await expect.poll(() => page.locator("path[data-outer]").count(), PATIENCE).toBe(2);
  const before = await page.locator("path[data-outer='true']").getAttribute("d");
  // The next image's, at the same weights, within the second that one may wait for it.
  const started = Date.now();
  await page.getByRole("button", { name: "Next image" }).click();
  await expect.poll(() => page.locator("path[data-outer='true']").getAttribute("d"), PATIENCE).not.toBe(before);
  expect(Date.now() - started).toBeLessThan(10_000);
  expect(await page.evaluate(() => window.playground.shareLink())).toContain("view=grid.q.exact");
});

test("log p(x) and L_K stand on the ELBO's chart while they are asked for, and in its readout", async () => {
  const page = await pages.open(`${SMALL}&view=grid.q.bounds`);
  await train(page, 100);
  const chart = page.getByRole("figure", { name: "ELBO" });
  await expect.poll(() => chart.textContent(), { ...PATIENCE, timeout: 60_000 }).toContain("L₁₀₀");
  const plot = chart.getByRole("slider");
  await plot.focus();
  await plot.press("End");
  await expect.poll(() => chart.textContent(), PATIENCE).toMatch(/log p\(x\)−\d+\.\d\d ± \d+\.\d\d/);
  await chart.getByRole("button", { name: "log p(x)", exact: true }).click();
  await expect.poll(() => chart.textContent(), PATIENCE).not.toContain("L₁₀₀");
});

test("ten dimensions have no exact posterior: the layer says why, and the chart offers L_K alone", async () => {
  const page = await pages.open(`${SMALL}&latent=10&view=grid.q.exact`);
  const layer = page.getByRole("button", { name: "p(z|x)", exact: true });
  expect(await layer.isDisabled()).toBe(true);
  expect(await layer.getAttribute("title")).toContain("at most 2 latent dimensions");
  await page.getByText("No p(z|x): log p(x) by quadrature needs at most 2 latent dimensions").waitFor();
  expect(await page.getByRole("figure", { name: "ELBO" }).getByRole("button", { name: "L_K" }).isVisible()).toBe(true);
});
