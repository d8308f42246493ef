import type { Page } from "playwright-core";
import { expect } from "vitest";
import { statusOf } from "./model";
import { type OpenOptions, PATIENCE, type Pages, SMALL } from "./page";
import type { Site } from "./site";

/** Pages with their service worker, and what it keeps. */

export function openWithWorker(pages: Pages, site: Site, options: OpenOptions = {}): Promise<Page> {
  return pages.open(SMALL, { server: site, context: { serviceWorkers: "allow" }, ...options });
}

export const notices = async (page: Page) => (await statusOf(page)).notices.join("\n");

/** The caches of the page's files, and how many files of the data are kept. */
export const keptBy = (page: Page) =>
  page.evaluate(async () => {
    const names = await caches.keys();
    const data = names.find((name) => name.startsWith("vae-playground-data "));
    return {
      versions: names.filter((name) => name !== data),
      data: data === undefined ? 0 : (await (await caches.open(data)).keys()).length,
    };
  });

/** Waits until the service worker has the page, and of the data what `SMALL` reads: labels, test images, one shard. */
export async function untilKept(page: Page): Promise<void> {
  await page.evaluate(() => navigator.serviceWorker.ready);
  await expect.poll(async () => (await keptBy(page)).data, PATIENCE).toBe(5);
}

/** How often the page has been loaded from now on. */
export function loads(page: Page): () => number {
  const seen = { count: 0 };
  page.on("framenavigated", () => seen.count++);
  return () => seen.count;
}

export const openHelp = async (page: Page) => {
  await page.getByRole("button", { name: "Help" }).click();
  await page.getByRole("dialog", { name: "VAE Playground" }).waitFor();
  await page.keyboard.press("Escape");
};

export async function ready(page: Page): Promise<void> {
  await page.waitForFunction(() => "playground" in window);
  await page.evaluate(() => window.playground.ready.then(() => window.playground.images("test", [9999])));
}
