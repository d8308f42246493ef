import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { historyOf, largestDifference, statusOf, train, untilIdle, untilStep, weightsOf } from "./model";
import { PATIENCE, SMALL, testPages } from "./page";

const pages = testPages();
const MODEL = SMALL.split("#")[1];

async function chooseEngine(page: Page, title: string, name: string): Promise<void> {
  await page.getByRole("button", { name: /^Engine: / }).click();
  await page.getByRole("radio", { name: title }).check();
  await expect.poll(async () => (await statusOf(page)).engine, { ...PATIENCE, timeout: 30_000 }).toBe(name);
  await page.keyboard.press("Escape");
}

test("auto passes over WebGL that is drawn in software, says so, and trains on SIMD", async () => {
  const page = await pages.open(`#${MODEL}`);
  const { engine, engineReason, notices } = await statusOf(page);
  expect(engine).toBe("simd");
  expect(engineReason).toMatch(/WebGL is drawn in software here/);
  expect(notices).toEqual([]);
  await page.getByRole("button", { name: /^Engine: .*SIMD/ }).click();
  await page.getByText(/WebGL is drawn in software here/).waitFor();
});

test("another engine goes on with the same run, and its curve is the same to rounding", async () => {
  const page = await pages.open(SMALL);
  await train(page, 8);
  const curve = await historyOf(page);
  const weights = await weightsOf(page);
  const { runId } = await statusOf(page);
  for (const [title, name] of [
    ["CPU", "cpu"],
    ["WebGL", "webgl"],
    ["SIMD", "simd"],
  ]) {
    await chooseEngine(page, title, name);
    expect(await statusOf(page)).toMatchObject({ step: 8, runId });
    expect(await historyOf(page)).toEqual(curve);
    expect(largestDifference(weights, await weightsOf(page))).toBe(0);
  }
  await chooseEngine(page, "CPU", "cpu");
  expect(await train(page, 2)).toBe(10);
});

test("auto after WebGL by hand takes SIMD, loses no step and tells of no fault", async () => {
  const page = await pages.open(`?engine=webgl#${MODEL}`);
  await train(page, 7);
  const weights = await weightsOf(page);
  await chooseEngine(page, "Automatic", "simd");
  // The context that is given up reports its loss a little later.
  expect(await train(page, 1)).toBe(8);
  const { engineReason, notices, step } = await statusOf(page);
  expect(engineReason).toMatch(/WebGL is drawn in software here/);
  expect(notices).toEqual([]);
  expect(step).toBe(8);
  expect(largestDifference(weights, await weightsOf(page))).toBeLessThan(0.1);
});

test("training that is under way goes on with the new engine", async () => {
  const page = await pages.open(SMALL);
  await page.getByRole("button", { name: "Train", exact: true }).click();
  await untilStep(page, 5);
  await chooseEngine(page, "CPU", "cpu");
  const { step } = await statusOf(page);
  await untilStep(page, step + 2);
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  await untilIdle(page);
});

test("WebGL trains the same curve as SIMD, to rounding, and integrates to the same log p(x)", async () => {
  const curves = [];
  const evidence: number[] = [];
  for (const engine of ["simd", "webgl"]) {
    const page = await pages.open(`?engine=${engine}#${MODEL}`);
    expect((await statusOf(page)).engine).toBe(engine);
    await train(page, 6);
    curves.push(await historyOf(page, "train"));
    evidence.push(
      await page.evaluate(async () => {
        const { pixels } = await window.playground.images("test", [0]);
        return (await window.playground.logLikelihood(await window.playground.binarize(pixels))).value[0];
      }),
    );
  }
  expect(Math.abs(evidence[1] - evidence[0]) / Math.abs(evidence[0])).toBeLessThan(1e-3);
  const [simd, webgl] = curves;
  expect(webgl.map(({ step }) => step)).toEqual(simd.map(({ step }) => step));
  for (const [index, point] of simd.entries()) {
    expect(Math.abs(webgl[index].elbo - point.elbo) / Math.abs(point.elbo)).toBeLessThan(1e-3);
    expect(Math.abs(webgl[index].kl - point.kl)).toBeLessThan(1e-3 * Math.max(1, point.kl));
  }
});

test("WebGL begins with a flow whose constants are sent while its programs are made", async () => {
  const page = await pages.open(`?engine=webgl#${MODEL}&q=iaf-1-8`);
  expect(await train(page, 2)).toBe(2);
});

test("an engine that does not exist is named with those that do, and auto is used", async () => {
  const page = await pages.open(`?engine=nonsense#${MODEL}`);
  await page.getByText('the address asks for engine "nonsense"; allowed: auto, webgl, simd, cpu; auto is used').waitFor();
  expect((await statusOf(page)).engine).toBe("simd");
});
