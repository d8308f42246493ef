import { expect, test } from "vitest";
import { betaSchedule, freeBitsOf } from "../../src/experiment/objectives";
import { type ScheduleSpec, scheduleValue } from "../../src/experiment/schedules";
import type { HistoryPoint } from "../../src/training/history";
import { experimentOf, reset, statusOf, train, trainPoint, weightsOf } from "./model";
import { testPages } from "./page";
import { choose, enter, railPage, untilExperiment } from "./rail";

const pages = testPages();
const page = railPage(pages);

/** Trains one step and gives its point; the first ten steps each have one. */
async function nextPoint(): Promise<HistoryPoint> {
  return trainPoint(page(), await train(page(), 1));
}

/** The loss is −reconstruction + β·R; this is R. */
const regularizer = ({ loss, reconstruction, beta }: HistoryPoint): number => (loss + reconstruction) / beta;

const partOf = (spec: ScheduleSpec, part: string): unknown => Object.entries(spec).find(([name]) => name === part)?.[1];

const endOf = (spec: ScheduleSpec): number => (spec.kind === "constant" ? spec.value : spec.to);

test("β weighs the KL in the loss from the next step on, and leaves the ELBO the true bound", async () => {
  await train(page(), 3);
  await enter(page(), "β", "4");
  await untilExperiment(page(), ({ objective }) => endOf(betaSchedule(objective)), 4);
  const point = await nextPoint();
  expect(point.beta).toBe(4);
  expect(regularizer(point)).toBeCloseTo(point.kl, 2);
  expect(point.elbo).toBeCloseTo(point.reconstruction - point.kl, 3);
});

test("a live change goes on with the same run and is marked on the curves", async () => {
  await train(page(), 10);
  const { runId } = await statusOf(page());
  await enter(page(), "β", "3");
  await untilExperiment(page(), ({ objective }) => endOf(betaSchedule(objective)), 3);
  await train(page(), 10);
  expect((await statusOf(page())).runId).toBe(runId);
  const plot = page().getByRole("slider", { name: "Step to read in ELBO" });
  await plot.press("End");
  await plot.press("Home");
  for (let presses = 0; presses < 40 && (await plot.getAttribute("aria-valuenow")) !== "10"; presses++)
    await plot.press("Shift+ArrowRight");
  expect(await plot.getAttribute("aria-valuetext")).toContain("β 1 → 3");
});

const SCHEDULES = [
  { kind: "linear", from: 0.5, to: 2, steps: 8 },
  { kind: "sigmoid", from: 0.5, to: 2, steps: 8 },
  { kind: "cyclical", from: 0.5, to: 2, period: 6, ramp: 0.25 },
] as const satisfies ScheduleSpec[];

for (const schedule of SCHEDULES) {
  test(`KL annealing, ${schedule.kind}: each step has the weight that the fields make`, async () => {
    await choose(page(), "KL annealing", schedule.kind);
    await untilExperiment(page(), ({ objective }) => betaSchedule(objective).kind, schedule.kind);
    await enter(page(), "β", String(schedule.to));
    await untilExperiment(page(), ({ objective }) => endOf(betaSchedule(objective)), schedule.to);
    await enter(page(), "From", String(schedule.from));
    await untilExperiment(page(), ({ objective }) => partOf(betaSchedule(objective), "from"), schedule.from);
    if (schedule.kind === "cyclical") {
      await enter(page(), "Period, in steps", String(schedule.period));
      await untilExperiment(page(), ({ objective }) => partOf(betaSchedule(objective), "period"), schedule.period);
      await enter(page(), "Rising share", String(schedule.ramp));
    } else {
      await enter(page(), "Over, in steps", String(schedule.steps));
    }
    await untilExperiment<ScheduleSpec>(page(), ({ objective }) => betaSchedule(objective), schedule);
    const marker = page()
      .getByRole("img", { name: /^Schedule of the weight/ })
      .locator("circle");
    const before = await marker.getAttribute("cx");
    for (let t = 0; t < 10; t++) expect((await nextPoint()).beta).toBeCloseTo(scheduleValue(schedule, t), 5);
    expect(Number(await marker.getAttribute("cx"))).toBeGreaterThan(Number(before));
  });
}

test("Free bits and Floor per: the loss has the floor that is set, by dimension, by image and dimension, or in total", async () => {
  await enter(page(), "Learning rate", "0.003");
  await untilExperiment(page(), ({ optimizer }) => optimizer.learningRate, 0.003);
  await train(page(), 5);
  const [low, high] = [...((await trainPoint(page(), 5)).klPerDimension ?? [])].sort((a, b) => a - b);
  const floor = Number(((low + high) / 2).toFixed(4));
  await enter(page(), "Free bits", String(floor));
  await untilExperiment(page(), ({ objective }) => freeBitsOf(objective).nats, floor);
  const byDimension = await nextPoint();
  expect(regularizer(byDimension)).toBeCloseTo(
    (byDimension.klPerDimension ?? []).reduce((sum, kl) => sum + Math.max(floor, kl), 0),
    2,
  );
  await choose(page(), "Floor per", "total");
  await untilExperiment(page(), ({ objective }) => freeBitsOf(objective).per, "total");
  const inTotal = await nextPoint();
  expect(regularizer(inTotal)).toBeCloseTo(Math.max(2 * floor, inTotal.kl), 2);
  await choose(page(), "Floor per", "image and dimension");
  await untilExperiment(page(), ({ objective }) => freeBitsOf(objective).per, "imageDimension");
  const byImage = await nextPoint();
  const sum = (byImage.klPerDimension ?? []).reduce((total, kl) => total + Math.max(floor, kl), 0);
  // The mean of the maxima is at least the maximum of the means.
  expect(regularizer(byImage)).toBeGreaterThan(sum);
});

test("Samples K: the first step has the same KL and another reconstruction", async () => {
  const one = await nextPoint();
  await reset(page());
  await enter(page(), "Samples K", "8");
  await untilExperiment(page(), ({ objective }) => objective.samples, 8);
  const eight = await nextPoint();
  expect(eight.kl).toBeCloseTo(one.kl, 4);
  expect(eight.reconstruction).not.toBe(one.reconstruction);
  expect(Math.abs(eight.reconstruction - one.reconstruction)).toBeLessThan(5);
});

test("the terms of the formula lead to their settings, and the formula shows what is set", async () => {
  const focused = () => page().evaluate(() => document.activeElement?.id ?? "");
  const follow = async (name: string | RegExp) => {
    await page().getByRole("button", { name, exact: true }).click();
    return focused();
  };
  expect(await follow("Weight of the KL")).toBe("setting-beta");
  await page().keyboard.type("2");
  await page().keyboard.press("Enter");
  await untilExperiment(page(), ({ objective }) => endOf(betaSchedule(objective)), 2);
  expect(await follow("KL over time")).toBe("setting-annealing");
  expect(await follow("Number of draws from q")).toBe("setting-samples");
  const formula = page().locator("aside math");
  const before = await formula.allTextContents();
  await enter(page(), "Free bits", "0.5");
  await untilExperiment(page(), ({ objective }) => freeBitsOf(objective).nats, 0.5);
  expect(await follow(/^λ, the floor/)).toBe("setting-free-bits");
  expect(await formula.allTextContents()).not.toEqual(before);
  expect((await weightsOf(page())).every(Number.isFinite)).toBe(true);
});

test("a value out of range is refused with its range, and the objective stays", async () => {
  const before = await experimentOf(page());
  for (const [field, text, message] of [
    ["β", "-1", "β was “-1”; it must be a number from 0 to 1000"],
    ["Free bits", "11", "Free bits was “11”; it must be a number from 0 to 10"],
    ["Samples K", "2.5", "Samples K was “2.5”; it must be a whole number from 1 to 64"],
  ]) {
    await enter(page(), field, text);
    await page().getByText(message).waitFor();
    await page().getByRole("spinbutton", { name: field, exact: true }).press("Escape");
  }
  expect(await experimentOf(page())).toEqual(before);
});
