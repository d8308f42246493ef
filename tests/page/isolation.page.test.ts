import type { BrowserContext, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { loads, openWithWorker, ready, untilKept } from "./kept";
import { train } from "./model";
import { PATIENCE, SMALL, testPages } from "./page";
import { ownSite } from "./site";

const pages = testPages();

describe("a host without headers", () => {
  const engine = (page: Page) => page.getByRole("button", { name: /^Engine: / }).textContent();
  const noHeaders = { headers: [] };
  const isolated = (page: Page) => page.evaluate(() => crossOriginIsolated);

  /** Holds the registration back until the page says `letRegister()`. */
  const held = (context: BrowserContext) =>
    context.addInitScript(() => {
      // The empty document before the page has none.
      if (!("serviceWorker" in navigator)) return;
      const real = navigator.serviceWorker.register.bind(navigator.serviceWorker);
      const gate = new Promise<void>((resolve) => Object.assign(window, { letRegister: resolve }));
      navigator.serviceWorker.register = (...given) => gate.then(() => real(...given));
    });
  const letRegister = (page: Page) => page.evaluate(() => (window as unknown as { letRegister: () => void }).letRegister());

  /** Waits until a reload would have come: the service worker answers for the page, and a while. */
  const untilQuiet = async (page: Page) => {
    await page.waitForFunction(() => navigator.serviceWorker.controller?.state === "activated");
    await page.waitForTimeout(1500);
  };

  test("gets the page isolated, with threads, by one reload, and never a second", async () => {
    const site = await ownSite(noHeaders);
    const context = await pages.browser().newContext();
    const page = await context.newPage();
    const loaded = loads(page);
    await page.goto(site.url + SMALL);
    await expect.poll(loaded, PATIENCE).toBe(2);
    await ready(page);
    expect(await isolated(page)).toBe(true);
    await expect.poll(() => engine(page), PATIENCE).toMatch(/SIMD · [2-8] threads/);
    expect(await train(page, 3)).toBe(3);
    await untilQuiet(page);
    expect(loaded()).toBe(2);
    await page.reload();
    await ready(page);
    expect(await isolated(page)).toBe(true);
    expect(loaded()).toBe(3);
    await context.close();
  });

  test("does not get a page reloaded in which a step was made, or that was touched: threads come with the next visit", async () => {
    const site = await ownSite(noHeaders);
    for (const begin of [(page: Page) => train(page, 1), (page: Page) => page.mouse.click(5, 300), (page: Page) => setLatent(page)]) {
      const page = await openWithWorker(pages, site, { prepare: held });
      const loaded = loads(page);
      await begin(page);
      await letRegister(page);
      await untilQuiet(page);
      expect([loaded(), await isolated(page)]).toEqual([0, false]);
      const next = await page.context().newPage();
      await next.goto(site.url + SMALL);
      await ready(next);
      expect(await isolated(next)).toBe(true);
    }
  });
  const setLatent = (page: Page) => page.evaluate(() => window.playground.configure({ latent: { dim: 3 } }));

  test("is as before where storage is blocked: no reload, one thread", async () => {
    const site = await ownSite(noHeaders);
    const block = (context: BrowserContext) =>
      context.addInitScript(() => {
        const refuse = () => {
          throw new DOMException("storage is blocked here", "SecurityError");
        };
        Object.defineProperty(window, "sessionStorage", { get: refuse });
      });
    const page = await openWithWorker(pages, site, { prepare: block });
    const loaded = loads(page);
    await untilQuiet(page);
    expect([loaded(), await isolated(page)]).toEqual([0, false]);
    expect(await train(page, 2)).toBe(2);
  });
});

test("a host that sends the headers: nothing is reloaded, and no header is there twice", async () => {
  const site = await ownSite();
  const page = await openWithWorker(pages, site);
  const loaded = loads(page);
  await untilKept(page);
  await page.reload();
  await ready(page);
  expect(loaded()).toBe(1);
  const headers = await page.evaluate(async () => Object.fromEntries((await fetch(location.href)).headers));
  expect(headers).toMatchObject({ "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" });
  expect(headers["content-security-policy"]).toContain("trusted-types vae-worker vae-offline");
});
