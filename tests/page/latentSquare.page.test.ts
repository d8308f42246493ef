import { afterEach, expect, test } from "vitest";
import { latentSquareTransform } from "../../src/charts/latentSquareTransform";
import { largestDifference, reset, train } from "./model";
import { PATIENCE, SMALL, sharedPage, testPages } from "./page";
import { digitLevels } from "./picture";
import { choose } from "./rail";
import { expectDecoded, hover, leave, lensOf, lookAt, pinOf, placeOf, surfaceOf, zAt } from "./square";

const pages = testPages();
const page = sharedPage(pages, SMALL, {}, (page) => train(page, 40));

afterEach(async () => {
  if ((await pinOf(page())) !== null) await surfaceOf(page()).press("Escape");
  await leave(page());
});

for (const layer of ["Latent grid", "Test images", "q(z|x)"]) {
  test(`${layer} comes and goes with its button, and everything else stays`, async () => {
    const toggle = page().getByRole("button", { name: layer, exact: true });
    const before = await lookAt(page());
    await toggle.click();
    await leave(page());
    await expect.poll(() => lookAt(page()), PATIENCE).not.toBe(before);
    await toggle.click();
    await leave(page());
    await expect.poll(() => lookAt(page()), PATIENCE).toBe(before);
  });
}

test("the grid follows the model", async () => {
  const before = await lookAt(page());
  await train(page(), 10);
  await expect.poll(() => lookAt(page()), PATIENCE).not.toBe(before);
});

test("hovering decodes the point under the cursor, and leaving restores the picture", async () => {
  const before = await lookAt(page());
  for (const [across, up] of [
    [0.2, 0.3],
    [0.8, 0.6],
    [0.97, 0.98],
  ]) {
    const z = await hover(page(), across, up);
    await expectDecoded(page(), lensOf(page(), "hover"), z);
  }
  await leave(page());
  expect(await lookAt(page())).toBe(before);
});

test("a click pins the point: its image stays, and the link carries it", async () => {
  const place = await placeOf(page(), 0.7, 0.4);
  await page().mouse.click(place.x, place.y);
  const z = await zAt(page(), place);
  expect(await pinOf(page())).toEqual(z);
  await leave(page());
  await expectDecoded(page(), lensOf(page(), "pin"), z);
  await page().getByRole("button", { name: "unpin" }).click();
  expect(await pinOf(page())).toBeNull();
  expect(await lensOf(page(), "pin").count()).toBe(0);
});

test("arrow keys move the pin by a twentieth of the side, with Shift by a hundredth; Escape takes it away", async () => {
  const { toUnit } = latentSquareTransform("quantile");
  const unit = async () => (await pinOf(page()))?.map(toUnit) ?? [];
  await surfaceOf(page()).press("ArrowRight");
  let [across, up] = await unit();
  expect([across, up]).toEqual([expect.closeTo(0.55, 3), expect.closeTo(0.5, 3)]);
  await surfaceOf(page()).press("ArrowDown");
  await surfaceOf(page()).press("Shift+ArrowLeft");
  [across, up] = await unit();
  expect([across, up]).toEqual([expect.closeTo(0.54, 3), expect.closeTo(0.45, 3)]);
  await expectDecoded(page(), lensOf(page(), "pin"), (await pinOf(page())) ?? []);
  await surfaceOf(page()).press("Escape");
  expect(await pinOf(page())).toBeNull();
});

test("the pin goes to μ of the image in the strip", async () => {
  await page().getByRole("button", { name: "pin at μ of image" }).click();
  const z = (await pinOf(page())) ?? [];
  await expectDecoded(page(), lensOf(page(), "pin"), z);
  const cells = page().getByRole("figure", { name: "One image" }).getByRole("row", { name: /^μ/ }).getByRole("cell");
  const shown = (await cells.allTextContents()).map((text) => Number(text.replace("−", "-")));
  expect(largestDifference(shown, z)).toBeLessThan(0.006);
});

test("Axes: linear z puts other points under the same place", async () => {
  const before = await lookAt(page());
  await choose(page(), "Axes", "linear z");
  await expect.poll(() => lookAt(page()), PATIENCE).not.toBe(before);
  const z = await hover(page(), 0.9, 0.25, "linear");
  expect(z[0]).toBeCloseTo(2.4, 1);
  await expectDecoded(page(), lensOf(page(), "hover"), z);
  await choose(page(), "Axes", "quantiles");
  await leave(page());
  await expect.poll(() => lookAt(page()), PATIENCE).toBe(before);
});

test("Grid shows: a draw of p(x|z) is another picture than its mean", async () => {
  const before = await lookAt(page());
  await choose(page(), "Grid shows", "draw of p(x|z)");
  await expect.poll(() => lookAt(page()), PATIENCE).not.toBe(before);
  await choose(page(), "Grid shows", "mean E[x|z]");
  await expect.poll(() => lookAt(page()), PATIENCE).toBe(before);
});

test("Images at: draws of q(z|x) lie elsewhere than its means; a click on an image selects it", async () => {
  // Before training all codes are near 0.
  await reset(page());
  await page().getByRole("button", { name: "Test images", exact: true }).click();
  await leave(page());
  const means = await lookAt(page());
  await choose(page(), "Images at", "draw of q(z|x)");
  await expect.poll(() => lookAt(page()), PATIENCE).not.toBe(means);
  const note = page().getByText(/^image \d+: a \d$/);
  for (let across = 0.3; across < 0.7 && (await note.count()) === 0; across += 0.02) await hover(page(), across, 0.5);
  const [index, label] = ((await note.textContent({ timeout: 1000 })) ?? "").match(/\d+/g)?.map(Number) ?? [];
  await page().mouse.down();
  await page().mouse.up();
  const strip = page().getByRole("figure", { name: "One image" });
  await strip.getByText(`labelled ${label}`).waitFor();
  await strip.getByRole("button", { name: "Grey original" }).click();
  const { pixels, labels } = await page().evaluate(async (chosen) => {
    const images = await window.playground.images("test", [chosen]);
    return { pixels: Array.from(images.pixels), labels: images.labels };
  }, index);
  expect(labels).toEqual([label]);
  const shown = () => digitLevels(strip.getByRole("img", { name: "x, the grey original" }));
  await expect.poll(async () => largestDifference(await shown(), pixels), PATIENCE).toBeLessThan(0.01);
  expect(await pinOf(page())).toBeNull();
});
