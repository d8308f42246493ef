import { expect, test } from "vitest";
import type { AdamSpec } from "../../src/experiment/experiment";
import { configure, experimentOf, largestDifference, reset, statusOf, train, trainPoint, untilIdle, untilStep, weightsOf } from "./model";
import { testPages } from "./page";
import { enter, railPage, untilExperiment } from "./rail";

const pages = testPages();
const page = railPage(pages);

/** The largest move of any weight in the first step from here. */
async function firstMove(): Promise<number> {
  const before = await weightsOf(page());
  await train(page(), 1);
  return largestDifference(before, await weightsOf(page()));
}

async function weightsAfter(steps: number): Promise<Float32Array> {
  await reset(page());
  await train(page(), steps);
  return weightsOf(page());
}

test("Learning rate: Adam's first step is as long", async () => {
  expect(await firstMove()).toBeCloseTo(1e-3, 6);
  await reset(page());
  await enter(page(), "Learning rate", "0.02");
  await untilExperiment(page(), ({ optimizer }) => optimizer.learningRate, 0.02);
  expect(await firstMove()).toBeCloseTo(0.02, 5);
});

test("Learning rate: arrow keys go 1, 2, 5, 10", async () => {
  const field = page().getByRole("spinbutton", { name: "Learning rate" });
  await field.press("ArrowUp");
  await untilExperiment(page(), ({ optimizer }) => optimizer.learningRate, 0.002);
  await field.press("ArrowUp");
  await untilExperiment(page(), ({ optimizer }) => optimizer.learningRate, 0.005);
  expect(await firstMove()).toBeCloseTo(0.005, 6);
});

test("epsilon: a large one shortens the steps", async () => {
  await enter(page(), "epsilon", "1");
  await untilExperiment(page(), ({ optimizer }) => optimizer.epsilon, 1);
  const { gradientNorm = 0 } = await trainPoint(page(), await train(page(), 1));
  await reset(page());
  // |Δ| = η |g| / (|g| + 1) < η |g|
  expect(await firstMove()).toBeLessThan(1e-3 * Math.min(1, gradientNorm) * 0.999);
});

const ADAM: [field: string, key: keyof AdamSpec, text: string][] = [
  ["beta1", "beta1", "0.5"],
  ["beta2", "beta2", "0.9"],
  ["Clip norm", "clipNorm", "0.01"],
];

for (const [field, key, text] of ADAM) {
  test(`${field}: the run goes another way from the second step on`, async () => {
    const [first, third] = [await weightsAfter(1), await weightsAfter(3)];
    expect((await trainPoint(page(), 1)).gradientNorm).toBeGreaterThan(1);
    await enter(page(), field, text);
    await untilExperiment(page(), ({ optimizer }) => optimizer[key], Number(text));
    // Adam's first step does not depend on its decays, and only by epsilon on the gradient's length.
    expect(largestDifference(first, await weightsAfter(1))).toBeLessThan(key === "clipNorm" ? 1e-3 : 1e-6);
    expect(largestDifference(third, await weightsAfter(3))).toBeGreaterThan(1e-5);
  });
}

test("Clip norm: none takes the clipping away", async () => {
  const free = await weightsAfter(3);
  await configure(page(), { optimizer: { clipNorm: 0.01 } });
  await enter(page(), "Clip norm", "none");
  await untilExperiment(page(), ({ optimizer }) => optimizer.clipNorm, null);
  expect(largestDifference(free, await weightsAfter(3))).toBe(0);
});

test("Batch size: an epoch has as many steps fewer", async () => {
  await enter(page(), "Batch size", "200");
  await untilExperiment(page(), ({ batchSize }) => batchSize, 200);
  await train(page(), 20);
  expect((await statusOf(page())).epoch).toBe(1);
});

test("Seed: another one begins elsewhere, and the same one begins again where it did", async () => {
  const first = await weightsOf(page());
  await enter(page(), "Seed", "77");
  await untilExperiment(page(), ({ seed }) => seed, 77);
  expect(largestDifference(first, await weightsOf(page()))).toBeGreaterThan(0.01);
  await enter(page(), "Seed", "1");
  await untilExperiment(page(), ({ seed }) => seed, 1);
  expect(largestDifference(first, await weightsOf(page()))).toBe(0);
});

test("Stop after: training ends there by itself, also when it is set while training", async () => {
  await configure(page(), { data: { trainSize: 320 } });
  await page().getByRole("button", { name: "Train", exact: true }).click();
  await untilStep(page(), 1);
  const epoch = Math.ceil((await statusOf(page())).epoch) + 60;
  await enter(page(), "Stop after, in epochs", String(epoch));
  await untilStep(page(), 10 * epoch);
  await untilIdle(page());
  expect(await statusOf(page())).toMatchObject({ step: 10 * epoch, epoch });
});

test("a value out of range is refused with its range, and the run stays", async () => {
  await train(page(), 2);
  const [before, weights] = [await experimentOf(page()), await weightsOf(page())];
  for (const [field, text, message] of [
    ["Batch size", "0", "Batch size was “0”; it must be a whole number from 1 to 2048"],
    ["Seed", "-3", "Seed was “-3”; it must be a whole number from 0 to 4294967295"],
    ["Learning rate", "fast", "Learning rate was “fast”; it must be a number from 1e-8 to 10"],
    ["Images", "60001", "Images was “60001”; it must be a whole number from 1 to 60000"],
    ["Latent dimensions", "65", "Latent dimensions was “65”; it must be a whole number from 1 to 64"],
    ["Clip norm", "0", "Clip norm was “0”; it must be a number from 0.000001 to 1000000, or none"],
  ]) {
    await enter(page(), field, text);
    await page().getByText(message).waitFor();
    await page().getByRole("spinbutton", { name: field, exact: true }).press("Escape");
  }
  expect(await experimentOf(page())).toEqual(before);
  expect((await statusOf(page())).step).toBe(2);
  expect(largestDifference(weights, await weightsOf(page()))).toBe(0);
});
