import type { CDPSession, Page } from "playwright-core";
import { expect, test } from "vitest";
import { experimentOf, statusOf, train, untilIdle, untilStep } from "./model";
import { PATIENCE, SMALL, testPages } from "./page";
import { expectDecoded, lensOf, pinOf, placeOf, zAt } from "./square";

const pages = testPages();
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

interface Point {
  x: number;
  y: number;
}

/** A finger: Playwright's own can only tap. */
async function finger(page: Page): Promise<{ down(at: Point): Promise<void>; move(to: Point): Promise<void>; up(): Promise<void> }> {
  const session: CDPSession = await page.context().newCDPSession(page);
  const send = (type: "touchStart" | "touchMove" | "touchEnd", points: Point[]) =>
    session.send("Input.dispatchTouchEvent", { type, touchPoints: points });
  return {
    down: async (at) => void (await send("touchStart", [at])),
    move: async (to) => void (await send("touchMove", [to])),
    up: async () => void (await send("touchEnd", [])),
  };
}

test("a tap on the square pins the point, and a tap on unpin takes it away", async () => {
  const page = await pages.open(SMALL, { context: PHONE });
  await train(page, 10);
  await page.getByRole("application", { name: "Point in latent space" }).scrollIntoViewIfNeeded();
  const place = await placeOf(page, 0.3, 0.7);
  await page.touchscreen.tap(place.x, place.y);
  const z = await zAt(page, place);
  await expect.poll(() => pinOf(page), PATIENCE).toEqual(z);
  await expectDecoded(page, lensOf(page, "pin"), z);
  await page.getByRole("button", { name: "unpin" }).tap();
  expect(await pinOf(page)).toBeNull();
});

test("a finger dragged over the square decodes what is under it, scrolls nothing, and pins nothing", async () => {
  const page = await pages.open(SMALL, { context: PHONE });
  await train(page, 10);
  await page.getByRole("application", { name: "Point in latent space" }).scrollIntoViewIfNeeded();
  const scrolled = () => page.evaluate(() => scrollY);
  const before = await scrolled();
  const touch = await finger(page);
  await touch.down(await placeOf(page, 0.2, 0.2));
  for (const share of [0.3, 0.45, 0.6]) await touch.move(await placeOf(page, share, share));
  const z = await zAt(page, await placeOf(page, 0.6, 0.6));
  await expectDecoded(page, lensOf(page, "hover"), z);
  expect(await scrolled()).toBe(before);
  await touch.up();
  await expect.poll(() => lensOf(page, "hover").count(), PATIENCE).toBe(0);
  expect(await pinOf(page)).toBeNull();
});

test("at 360 pixels the run is driven by touch: Train, Pause, a digit, the next image", async () => {
  const page = await pages.open(SMALL, { context: { ...PHONE, viewport: { width: 360, height: 740 } } });
  await page.getByRole("button", { name: "Train", exact: true }).tap();
  await untilStep(page, 10);
  await page.getByRole("button", { name: "Pause", exact: true }).tap();
  await untilIdle(page);
  await page.getByRole("button", { name: "Digit 4", exact: true }).tap();
  await expect.poll(async () => (await experimentOf(page)).data.digits, PATIENCE).not.toContain(4);
  expect((await statusOf(page)).step).toBe(0);
  await page.getByRole("button", { name: "Next image" }).tap();
  await page.getByRole("figure", { name: "One image" }).getByText("labelled 5").waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
});
