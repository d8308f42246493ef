import { describe, expect, test } from "vitest";
import { PRESETS } from "../../src/experiment/presets";
import { experimentOf, historyOf, largestDifference, statusOf, train, untilIdle, untilStep, weightsOf } from "./model";
import { PATIENCE, SMALL, testPages } from "./page";

const pages = testPages();

describe("the run's buttons", () => {
  test("Train makes steps and raises the bound until Pause, and the run goes on from there", async () => {
    const page = await pages.open(SMALL);
    await page.getByRole("button", { name: "Train", exact: true }).click();
    await untilStep(page, 60);
    await page.getByRole("button", { name: "Pause", exact: true }).click();
    await untilIdle(page);
    const paused = (await statusOf(page)).step;
    const before = await weightsOf(page);
    const curve = await historyOf(page, "test");
    expect(curve[curve.length - 1].elbo).toBeGreaterThan(curve[0].elbo + 100);
    expect((await statusOf(page)).step).toBe(paused);
    expect(largestDifference(before, await weightsOf(page))).toBe(0);
    await page.getByRole("button", { name: "Train", exact: true }).click();
    await untilStep(page, paused + 1);
  });

  test("Step makes one update", async () => {
    const page = await pages.open(SMALL);
    const before = await weightsOf(page);
    await page.getByRole("button", { name: "Step", exact: true }).click();
    await untilStep(page, 1);
    await untilIdle(page);
    expect((await statusOf(page)).step).toBe(1);
    // Adam's first update moves every weight that has a gradient by the learning rate.
    expect(largestDifference(before, await weightsOf(page))).toBeCloseTo(1e-3, 5);
  });

  test("Reset goes back to the same weights and makes the same curve again, bit for bit", async () => {
    const page = await pages.open(SMALL);
    const start = await weightsOf(page);
    await train(page, 30);
    const [curve, trained] = [await historyOf(page), await weightsOf(page)];
    await page.getByRole("button", { name: "Reset", exact: true }).click();
    await expect.poll(async () => (await statusOf(page)).step, PATIENCE).toBe(0);
    expect(largestDifference(start, await weightsOf(page))).toBe(0);
    await train(page, 30);
    expect(await historyOf(page)).toEqual(curve);
    expect(largestDifference(trained, await weightsOf(page))).toBe(0);
  });

  test("New seed makes another start of the same experiment", async () => {
    const page = await pages.open(SMALL);
    const [before, weights] = [await experimentOf(page), await weightsOf(page)];
    await page.getByRole("button", { name: "New seed", exact: true }).click();
    await expect.poll(async () => (await experimentOf(page)).seed, PATIENCE).not.toBe(before.seed);
    const after = await experimentOf(page);
    expect({ ...after, seed: before.seed }).toEqual(before);
    expect(largestDifference(weights, await weightsOf(page))).toBeGreaterThan(0.01);
  });

  test("training reaches the stop and ends by itself; Train goes on past it", async () => {
    const page = await pages.open("?engine=simd#n=320&enc=16&dec=16&batch=32&epochs=2");
    await page.getByRole("button", { name: "Train", exact: true }).click();
    await untilStep(page, 20);
    await untilIdle(page);
    expect(await statusOf(page)).toMatchObject({ step: 20, epoch: 2 });
    await page.getByRole("button", { name: "Train", exact: true }).click();
    await untilStep(page, 25);
  });
});

describe("presets and undo", () => {
  test("each preset becomes the experiment, with a model of its size", async () => {
    const page = await pages.open(SMALL);
    for (const { id, patch } of [...PRESETS].reverse()) {
      await page.getByRole("combobox", { name: "Preset" }).selectOption(id);
      const dimensions = patch.latent?.dim ?? 2;
      await expect.poll(() => experimentOf(page), PATIENCE).toMatchObject(patch);
      const decoded = await page.evaluate((size) => window.playground.decode(new Float32Array(3 * size)), dimensions);
      expect(decoded.length).toBe(3 * 784);
    }
  });

  test("undo after a change that restarts brings the old run back, weights and curve", async () => {
    const page = await pages.open(SMALL);
    await train(page, 12);
    const [weights, curve, experiment] = [await weightsOf(page), await historyOf(page), await experimentOf(page)];
    await page.getByRole("spinbutton", { name: "Latent dimensions" }).fill("5");
    await page.keyboard.press("Enter");
    await expect.poll(async () => (await statusOf(page)).step, PATIENCE).toBe(0);
    await page.getByRole("status").getByRole("button", { name: "Undo" }).click();
    await expect.poll(async () => (await statusOf(page)).step, PATIENCE).toBe(12);
    expect(await experimentOf(page)).toEqual(experiment);
    expect(await historyOf(page)).toEqual(curve);
    expect(largestDifference(weights, await weightsOf(page))).toBe(0);
  });

  test("a notice of an older run loses its Undo to a newer one's", async () => {
    const page = await pages.open(SMALL);
    for (const steps of [3, 5]) {
      await train(page, steps);
      await page.getByRole("button", { name: "Reset", exact: true }).click();
      await page.getByRole("status").getByText(`The run of ${steps} steps`).waitFor();
    }
    expect(await page.getByRole("status").getByRole("button", { name: "Dismiss" }).count()).toBe(2);
    const undo = page.getByRole("status").getByRole("button", { name: "Undo" });
    expect(await undo.count()).toBe(1);
    await undo.click();
    await expect.poll(async () => (await statusOf(page)).step, PATIENCE).toBe(5);
    expect(await undo.count()).toBe(0);
  });

  test("the button for it stays when the notice is gone, and Ctrl+Z does the same", async () => {
    const page = await pages.open(SMALL);
    await train(page, 9);
    const weights = await weightsOf(page);
    await page.getByRole("button", { name: "Reset", exact: true }).click();
    await page.getByRole("status").getByRole("button", { name: "Dismiss" }).click();
    await page.getByRole("button", { name: "Bring back the previous run" }).click();
    await expect.poll(async () => (await statusOf(page)).step, PATIENCE).toBe(9);
    expect(largestDifference(weights, await weightsOf(page))).toBe(0);
    await page.keyboard.press("Control+z");
    await expect.poll(async () => (await statusOf(page)).step, PATIENCE).toBe(0);
  });

  test("a notice stays until it is dismissed", async () => {
    const page = await pages.open(SMALL);
    await train(page, 2);
    await page.getByRole("button", { name: "Reset", exact: true }).click();
    await expect.poll(async () => (await statusOf(page)).notices.length, PATIENCE).toBe(1);
    await page.getByRole("status").getByRole("button", { name: "Dismiss" }).click();
    await expect.poll(async () => (await statusOf(page)).notices, PATIENCE).toEqual([]);
    expect(await page.getByRole("status").textContent()).toBe("");
  });

  test("a run that is replaced while it trains is replaced by one that trains", async () => {
    const page = await pages.open(SMALL);
    await page.getByRole("button", { name: "Train", exact: true }).click();
    await untilStep(page, 10);
    const { runId } = await statusOf(page);
    await page.getByRole("spinbutton", { name: "Seed" }).fill("9");
    await page.keyboard.press("Enter");
    await expect.poll(async () => (await statusOf(page)).runId, PATIENCE).not.toBe(runId);
    await expect.poll(async () => (await statusOf(page)).phase, PATIENCE).toBe("training");
    await untilStep(page, 5);
  });
});
