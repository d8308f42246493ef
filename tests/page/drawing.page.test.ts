import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { train } from "./model";
import { PATIENCE, SMALL, testPages } from "./page";
import { digitLevels } from "./picture";

const pages = testPages();

/** Draws an upright line on the pad, in the pad's own shares from the top left. */
async function drawOne(page: Page, at: number): Promise<void> {
  const box = await page.getByRole("application", { name: "Drawing pad" }).boundingBox();
  if (box === null) throw new Error("the pad is not on screen");
  await page.mouse.move(box.x + box.width * at, box.y + box.height * 0.2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * at, box.y + box.height * 0.8, { steps: 6 });
  await page.mouse.up();
}

const seen = (page: Page) => digitLevels(page.getByRole("img", { name: "x, as the encoder sees it" }));

const centre = (levels: number[]): { x: number; y: number; mass: number } => {
  const mass = levels.reduce((sum, level) => sum + level, 0);
  const moment = (of: (pixel: number) => number) => levels.reduce((sum, level, pixel) => sum + level * of(pixel), 0) / mass;
  return { x: moment((pixel) => pixel % 28), y: moment((pixel) => Math.floor(pixel / 28)), mass };
};

test("a drawn digit, normalised as MNIST is, goes through the model and is said to be outside the data", async () => {
  const page = await pages.open(SMALL);
  await train(page, 20);
  await page.getByText("labelled 9").waitFor();
  const code = page.getByRole("figure", { name: "One image" }).getByRole("row", { name: /^μ/ });
  const before = await code.textContent();
  await page.getByRole("button", { name: "Draw", exact: true }).click();
  await drawOne(page, 0.25);
  const preview = await digitLevels(page.getByRole("img", { name: "The drawing in the form of the data" }));
  const { x, y, mass } = centre(preview);
  expect(mass).toBeGreaterThan(20);
  // Centred by its mass: between the two middle pixels, to half a pixel.
  expect(Math.max(Math.abs(x - 13.75), Math.abs(y - 13.75))).toBeLessThan(0.8);
  await page.getByRole("button", { name: "Use this digit" }).click();
  await page.getByRole("figure", { name: "One image" }).getByText("Drawn, outside the data.").waitFor();
  await expect.poll(() => code.textContent(), PATIENCE).not.toBe(before);
  const own = await page.evaluate(
    async (pixels) => [...(await window.playground.encode(Float32Array.from(pixels))).mean],
    (await seen(page)).map(Math.round),
  );
  const shown = (await code.getByRole("cell").allTextContents()).map((text) => Number(text.replace("−", "-")));
  expect(shown).toEqual(own.map((value) => expect.closeTo(value, 2)));
  await page.getByRole("button", { name: /^Back to test image/ }).click();
  await expect.poll(() => code.textContent(), PATIENCE).toBe(before);
});

test("nothing drawn, or all of it taken back, is not a digit: the page says so and keeps its image", async () => {
  const page = await pages.open(SMALL);
  await page.getByText("labelled 9").waitFor();
  const before = await seen(page);
  await page.getByRole("button", { name: "Draw", exact: true }).click();
  await page.getByRole("button", { name: "Use this digit" }).click();
  await page.getByText("Nothing is drawn yet.").waitFor();
  await drawOne(page, 0.4);
  await drawOne(page, 0.6);
  const preview = page.getByRole("img", { name: "The drawing in the form of the data" });
  const two = await digitLevels(preview);
  await page.getByRole("button", { name: "Undo stroke" }).click();
  await expect.poll(async () => centre(await digitLevels(preview)).mass, PATIENCE).not.toBe(centre(two).mass);
  await page.getByRole("button", { name: "Clear" }).click();
  await expect.poll(async () => centre(await digitLevels(preview)).mass, PATIENCE).toBe(0);
  await page.getByRole("button", { name: "Use this digit" }).click();
  await page.getByText("Nothing is drawn yet.").waitFor();
  await page.getByRole("button", { name: "Cancel" }).click();
  expect(await seen(page)).toEqual(before);
});

test("a digit is drawn with keys", async () => {
  const page = await pages.open(SMALL);
  await page.getByRole("button", { name: "Draw", exact: true }).click();
  const pad = page.getByRole("application", { name: "Drawing pad" });
  await pad.press("Space");
  for (let stroke = 0; stroke < 12; stroke++) await pad.press("ArrowDown");
  await pad.press("Space");
  const preview = page.getByRole("img", { name: "The drawing in the form of the data" });
  await expect.poll(async () => centre(await digitLevels(preview)).mass, PATIENCE).toBeGreaterThan(20);
  await page.keyboard.press("Escape");
  await expect.poll(() => pad.count(), PATIENCE).toBe(0);
});
