import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";
import { type LatentSquareScale, latentSquareTransform } from "../../src/charts/latentSquareTransform";
import { decode, largestDifference } from "./model";
import { PATIENCE } from "./page";
import { digitLevels } from "./picture";

/** The latent square as a pointer finds it. */

/** Grey levels that differ by no more than this are drawn the same: the ramp from paper to ink has about 230 steps. */
const RAMP_STEP = 0.006;

export function surfaceOf(page: Page): Locator {
  return page.getByRole("application", { name: "Point in latent space" });
}

/** Where a point of the square is on screen; across and up in [0, 1] from the bottom left. */
export async function placeOf(page: Page, across: number, up: number): Promise<{ x: number; y: number }> {
  const box = await surfaceOf(page).boundingBox();
  if (box === null) throw new Error("the square is not on screen");
  return { x: Math.round(box.x + across * box.width), y: Math.round(box.y + (1 - up) * box.height) };
}

/** z at a place on screen, as the page rounds it. */
export async function zAt(page: Page, place: { x: number; y: number }, scale: LatentSquareScale = "quantile"): Promise<[number, number]> {
  const box = await surfaceOf(page).boundingBox();
  if (box === null) throw new Error("the square is not on screen");
  const { toZ } = latentSquareTransform(scale);
  const rounded = (unit: number) => Math.round(toZ(unit) * 1000) / 1000;
  return [rounded((place.x - box.x) / box.width), rounded(1 - (place.y - box.y) / box.height)];
}

/** Points the mouse there and gives the z that is asked for. */
export async function hover(page: Page, across: number, up: number, scale?: LatentSquareScale): Promise<[number, number]> {
  const place = await placeOf(page, across, up);
  await page.mouse.move(place.x, place.y);
  return zAt(page, place, scale);
}

/** The enlarged image beside the pointer, or beside the pin. */
export function lensOf(page: Page, kind: "hover" | "pin"): Locator {
  return page.getByRole("img", { name: kind === "hover" ? /^Decoded image at z = / : /^Decoded image at [^z]/ });
}

/** Waits until the lens shows what the model makes of z. */
export async function expectDecoded(page: Page, lens: Locator, z: readonly number[]): Promise<void> {
  const expected = await decode(page, z);
  await expect.poll(async () => largestDifference(await digitLevels(lens), expected), PATIENCE).toBeLessThan(RAMP_STEP);
}

/** z of the pin as a link would give it, or null. */
export function pinOf(page: Page): Promise<number[] | null> {
  return page.evaluate(() => {
    const text = new URLSearchParams(window.playground.shareLink().split("#")[1] ?? "").get("z");
    return text === null ? null : text.split("_").map(Number);
  });
}

/** The square as it is seen, once it has come to rest. */
export async function lookAt(page: Page): Promise<string> {
  const look = async () => (await surfaceOf(page).screenshot({ animations: "disabled" })).toString("base64");
  let last = await look();
  await expect
    .poll(async () => {
      const now = await look();
      const same = now === last;
      last = now;
      return same;
    }, PATIENCE)
    .toBe(true);
  return last;
}

/** Takes the mouse off the square. */
export async function leave(page: Page): Promise<void> {
  await page.mouse.move(2, 2);
  await expect.poll(() => lensOf(page, "hover").count(), PATIENCE).toBe(0);
}
