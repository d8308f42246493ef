import { expect, test } from "vitest";
import { configure, experimentOf, historyOf, statusOf, train, trainPoint } from "./model";
import { PATIENCE, testPages } from "./page";
import { digitLevels } from "./picture";
import { choose, enter, railPage, untilExperiment } from "./rail";

const pages = testPages();
const page = railPage(pages);

/** Whether that many test images pass the digits filter. */
const canEvaluate = (count: number): Promise<boolean> =>
  page().evaluate(
    (images) =>
      window.playground.evaluate({ count: images }).then(
        () => true,
        () => false,
      ),
    count,
  );

test("Images: an epoch is as long as they are many", async () => {
  await enter(page(), "Images", "640");
  await untilExperiment(page(), ({ data }) => data.trainSize, 640);
  await train(page(), 20);
  expect((await statusOf(page())).epoch).toBe(1);
});

test("Images: the slider sets them as well", async () => {
  const slider = page().locator("aside input[type=range]").first();
  const box = await slider.boundingBox();
  if (box === null) throw new Error("the slider is not on screen");
  await page().mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page().mouse.down();
  await page().mouse.move(box.x + box.width * 0.1, box.y + box.height / 2, { steps: 4 });
  await page().mouse.up();
  await expect.poll(async () => (await experimentOf(page())).data.trainSize, PATIENCE).toBeLessThan(640);
  const { data, batchSize } = await experimentOf(page());
  const stepsPerEpoch = Math.floor(data.trainSize / batchSize);
  await train(page(), stepsPerEpoch);
  expect((await statusOf(page())).epoch).toBe(1);
});

test("Digit toggles: training and test keep only the digits that are on, and the last one stays", async () => {
  for (const digit of [0, 2, 3, 4, 5, 6, 8, 9]) {
    await page()
      .getByRole("button", { name: `Digit ${digit}`, exact: true })
      .click();
    await expect.poll(async () => (await experimentOf(page())).data.digits, PATIENCE).not.toContain(digit);
  }
  // The test set has 1 135 ones and 1 028 sevens.
  expect(await canEvaluate(2163)).toBe(true);
  expect(await canEvaluate(2164)).toBe(false);
  await page().getByRole("button", { name: "Digit 7", exact: true }).click();
  await untilExperiment(page(), ({ data }) => data.digits, [1]);
  await page().getByRole("button", { name: "Digit 1", exact: true }).click();
  await page().getByText("at least one must stay").waitFor();
  expect((await experimentOf(page())).data.digits).toEqual([1]);
  expect(await canEvaluate(1135)).toBe(true);
  expect(await canEvaluate(1136)).toBe(false);
});

test("Pixels: the encoder sees bits or grey levels, and each choice trains its own way", async () => {
  const seen = () => digitLevels(page().getByRole("img", { name: "x, as the encoder sees it" }));
  const isGrey = (levels: number[]) => levels.some((level) => level > 0.1 && level < 0.9);
  await train(page(), 1);
  const dynamic = await trainPoint(page(), 1);
  await expect.poll(async () => isGrey(await seen()), PATIENCE).toBe(false);
  await choose(page(), "Pixels", "bits, drawn once");
  await untilExperiment(page(), ({ data }) => data.binarization, "static");
  await train(page(), 1);
  const fixed = await trainPoint(page(), 1);
  await choose(page(), "Pixels", "grey levels");
  await untilExperiment(page(), ({ data }) => data.binarization, "none");
  await train(page(), 1);
  const grey = await trainPoint(page(), 1);
  await expect.poll(async () => isGrey(await seen()), PATIENCE).toBe(true);
  expect(new Set([dynamic, fixed, grey].map(({ kl }) => kl)).size).toBe(3);
});

test("grey pixels are said not to be a likelihood, and no run on bits is drawn beside them", async () => {
  await train(page(), 12);
  await configure(page(), { data: { binarization: "none" } });
  await train(page(), 12);
  await page().getByText("The previous run is not drawn").waitFor();
  await page().getByText("−cross-entropy − KL, grey pixels").waitFor();
  expect(await historyOf(page())).not.toEqual([]);
});
