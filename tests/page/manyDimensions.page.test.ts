import { expect, test } from "vitest";
import { train } from "./model";
import { PATIENCE, SMALL, testPages } from "./page";
import { choose } from "./rail";
import { expectDecoded, hover, leave, lensOf, lookAt, pinOf, placeOf } from "./square";

const pages = testPages();

test("with five dimensions the axes choose two of them, the square is a slice, and the pin holds the others", async () => {
  const page = await pages.open(`${SMALL}&latent=5`);
  await train(page, 20);
  await page.getByText("The grid is a slice: the other 3 dimensions at 0.").waitFor();
  const first = await lookAt(page);
  await choose(page, "Horizontal axis", "z₄");
  await choose(page, "Vertical axis", "z₃");
  await expect.poll(() => lookAt(page), PATIENCE).not.toBe(first);
  const [across, up] = await hover(page, 0.8, 0.3);
  await expectDecoded(page, lensOf(page, "hover"), [0, 0, up, across, 0]);
  await page.mouse.down();
  await page.mouse.up();
  expect(await pinOf(page)).toEqual([0, 0, up, across, 0]);
  await leave(page);
  const before = await lookAt(page);
  await page.getByRole("button", { name: /^other 3 dims/ }).click();
  await page.getByRole("slider", { name: "z₅" }).fill("2");
  await page.keyboard.press("Escape");
  expect(await pinOf(page)).toEqual([0, 0, up, across, 2]);
  await expectDecoded(page, lensOf(page, "pin"), [0, 0, up, across, 2]);
  await page.getByText("The grid is a slice: the other 3 dimensions at the pin.").waitFor();
  await expect.poll(() => lookAt(page), PATIENCE).not.toBe(before);
  await choose(page, "Horizontal axis", "z₃");
  const [swappedAcross, swappedUp] = await hover(page, 0.6, 0.6);
  await expectDecoded(page, lensOf(page, "hover"), [0, 0, swappedAcross, swappedUp, 2]);
});

test("prior samples: the square becomes a sheet of draws; the one under the pointer can be pinned", async () => {
  const page = await pages.open(`${SMALL}&latent=5`);
  await train(page, 20);
  const slice = await lookAt(page);
  await choose(page, "Grid of", "prior samples");
  await page.getByText("where each stands has no meaning").waitFor();
  await expect.poll(() => lookAt(page), PATIENCE).not.toBe(slice);
  const place = await placeOf(page, 0.33, 0.61);
  await page.mouse.click(place.x, place.y);
  await expect.poll(() => pinOf(page), PATIENCE).not.toBeNull();
  const z = (await pinOf(page)) ?? [];
  expect(new Set(z).size).toBe(5);
  // The sheet's own picture is of bytes, the pinned z of thousandths.
  await expectDecoded(page, lensOf(page, "hover"), z);
  await choose(page, "Grid of", "slice");
  await leave(page);
  await expectDecoded(page, lensOf(page, "pin"), z);
});

test("with one dimension only the horizontal position is z, and the test images stand in lanes by digit", async () => {
  const page = await pages.open(`${SMALL}&latent=1`);
  await train(page, 20);
  await page.getByText("One latent dimension: only the horizontal position is z.").waitFor();
  const [across] = await hover(page, 0.2, 0.9);
  await expectDecoded(page, lensOf(page, "hover"), [across]);
  await leave(page);
  const before = await lookAt(page);
  await page.getByRole("button", { name: "Test images", exact: true }).click();
  await leave(page);
  await expect.poll(() => lookAt(page), PATIENCE).not.toBe(before);
  await page.getByText("Test images are sorted by digit.").waitFor();
});
