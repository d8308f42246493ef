import type { BrowserContext, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { notices, openHelp, openWithWorker, ready, untilKept } from "./kept";
import { train } from "./model";
import { SMALL, testPages } from "./page";
import { ownSite, type Site } from "./site";

const pages = testPages();

/** What a browser says of requests without a network. */
const NO_NETWORK = /ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_REFUSED|ERR_FAILED|fetching the script|HTTP|Failed to fetch/;

/** Takes the network away, and the host too. */
async function cut(page: Page, site: Site): Promise<void> {
  await page.context().setOffline(true);
  await site.close();
}

describe("without a network", () => {
  test("the page that was open once opens again, trains, and fetches what it shows on demand; it stays isolated", async () => {
    const site = await ownSite();
    const page = await openWithWorker(pages, site, { expected: NO_NETWORK });
    await untilKept(page);
    await cut(page, site);
    await page.reload();
    await ready(page);
    expect(await train(page, 5)).toBe(5);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    await openHelp(page);
    await page.getByRole("tab", { name: "Diagnostics" }).click();
    await page.getByRole("tabpanel").getByRole("heading", { level: 2 }).first().waitFor();
    await page.getByRole("button", { name: "Files" }).click();
    await page.getByRole("button", { name: "Save weights" }).waitFor();
    await page.keyboard.press("Escape");
    expect(await notices(page)).not.toMatch(/could not be loaded/);
    // By its other names, and the figure, which registers nothing by itself.
    await page.goto(`${site.url}index.html${SMALL}`);
    await ready(page);
    await page.goto(`${site.url}embed.html${SMALL}`);
    await page.getByRole("button", { name: "Reset" }).waitFor();
  });

  test("a kept shard that has been altered is named and not trained on; with the network it comes anew", async () => {
    const site = await ownSite();
    const page = await openWithWorker(pages, site, { expected: NO_NETWORK });
    await untilKept(page);
    const alter = async () => {
      const name = (await caches.keys()).find((each) => each.startsWith("vae-playground-data ")) ?? "";
      const cache = await caches.open(name);
      const [key] = (await cache.keys()).filter(({ url }) => url.includes("/deed31699b"));
      const bytes = new Uint8Array(await ((await cache.match(key)) as Response).arrayBuffer());
      bytes[5000] ^= 1;
      await cache.put(key, new Response(bytes));
    };
    await page.evaluate(alter);
    await page.context().setOffline(true);
    await page.reload();
    await page
      .getByText(/train shard 1 of 15 .* was altered/)
      .first()
      .waitFor();
    await expect(page.evaluate(() => window.playground.train({ steps: 1 }))).rejects.toThrow(/no images have arrived yet|not built yet/);
    await page.context().setOffline(false);
    await ready(page);
    expect(await train(page, 2)).toBe(2);
    await page.reload();
    await ready(page);
    expect(await page.getByText(/was altered/).count()).toBe(0);
  });
});

test("without service workers nothing is said, and everything works", async () => {
  const site = await ownSite();
  const remove = (context: BrowserContext) =>
    context.addInitScript(() => {
      Reflect.deleteProperty(Navigator.prototype, "serviceWorker");
    });
  const page = await openWithWorker(pages, site, { prepare: remove });
  expect(await page.evaluate(() => "serviceWorker" in navigator)).toBe(false);
  expect(await train(page, 3)).toBe(3);
  expect(await notices(page)).toBe("");
});
