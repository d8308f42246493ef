import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { BrowserContext, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { keptBy, loads, openHelp, openWithWorker, ready, untilKept } from "./kept";
import { statusOf, train, untilStep } from "./model";
import { PATIENCE, SMALL, testPages } from "./page";
import { ownSite, publishNewVersion, type Site } from "./site";

const pages = testPages();

describe("a new version", () => {
  /** A page that has been kept and is open, and what is then published. */
  async function published(): Promise<{ site: Site; page: Page; other: Page }> {
    const site = await ownSite();
    const page = await openWithWorker(pages, site);
    await untilKept(page);
    const other = await page.context().newPage();
    await other.goto(site.url + SMALL);
    await ready(other);
    await publishNewVersion(site);
    return { site, page, other };
  }

  const askForUpdate = (page: Page) => page.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()));
  const offer = (page: Page) => page.getByRole("status").getByText("A new version of this page is ready.");
  const scriptOf = (page: Page) => page.locator("script[src]").first().getAttribute("src");

  test("is offered and not taken; taken, it loads that page once, which offers its run, and no other: a page that trains trains on", async () => {
    const { site, page, other } = await published();
    const [loaded, otherLoaded] = [loads(page), loads(other)];
    const training = other.evaluate(() => window.playground.train({ steps: 100_000 }).then(() => "ended"));
    training.catch(() => undefined); // the page is closed while it trains
    await untilStep(other, 20);
    await train(page, 30);
    await askForUpdate(page);
    await offer(page).waitFor();
    await offer(other).waitFor();
    const before = await scriptOf(page);
    await untilStep(other, (await statusOf(other)).step + 50);
    expect([loaded(), otherLoaded()]).toEqual([0, 0]);
    expect(await page.evaluate(settled)).toBe("waits");

    await page.getByRole("status").getByRole("button", { name: "Reload" }).click();
    await expect.poll(loaded, PATIENCE).toBe(1);
    await ready(page);
    expect(await scriptOf(page)).not.toBe(before);
    await page.getByRole("button", { name: "Resume" }).click();
    await untilStep(page, 30);

    // The other began with the version before: the host no longer has its scripts, and it goes on with them.
    expect((await statusOf(other)).phase).toBe("training");
    expect((await fetch(new URL(before ?? "", site.url))).status).toBe(404);
    await (await other.context().newCDPSession(other)).send("Network.clearBrowserCache");
    await openHelp(other);
    await untilStep(other, (await statusOf(other)).step + 50);
    expect((await keptBy(page)).versions).toHaveLength(2);
    expect([loaded(), otherLoaded()]).toEqual([1, 0]);

    // When the last page of it has gone, the version before goes too.
    await other.close();
    const versionsAfterVisit = async () => {
      await page.reload();
      await ready(page);
      return (await keptBy(page)).versions.length;
    };
    await expect.poll(versionsAfterVisit, PATIENCE).toBe(1);
    await openHelp(page);
  });

  test("is not taken over a run that cannot be saved", async () => {
    const site = await ownSite();
    const refuse = (context: BrowserContext) =>
      context.addInitScript(() => {
        const RealWorker = window.Worker;
        window.Worker = class extends RealWorker {
          constructor(url: string | URL, options?: WorkerOptions) {
            super(url, { ...options, name: "unsaved" });
          }
        };
      });
    const page = await openWithWorker(pages, site, { prepare: refuse });
    await untilKept(page);
    await train(page, 10);
    await publishNewVersion(site);
    await askForUpdate(page);
    const loaded = loads(page);
    await page.getByRole("status").getByRole("button", { name: "Reload" }).click();
    await page.getByRole("status").getByText("The page was not reloaded, since its run is not saved").waitFor();
    expect(loaded()).toBe(0);
    expect(await train(page, 5)).toBe(15);
  });

  test("of which a file is not the one that was built is not taken in", async () => {
    const { site, page } = await published();
    const icon = join(site.folder, "icon.svg");
    const built = readFileSync(icon);
    writeFileSync(icon, "<svg xmlns='http://www.w3.org/2000/svg'/>");
    // In a browser where it fails, the asking may be refused too.
    await askForUpdate(page).catch(() => undefined);
    expect(await page.evaluate(settled)).toBe("none");
    expect(await offer(page).count()).toBe(0);
    writeFileSync(icon, built);
    await askForUpdate(page);
    expect(await page.evaluate(settled)).toBe("waits");
    await offer(page).waitFor();
  });

  /** Waits until a version that is being installed is, or has failed to be. */
  const settled = async () => {
    const registration = await navigator.serviceWorker.ready;
    while (registration.installing !== null) await new Promise((done) => setTimeout(done, 50));
    return registration.waiting === null ? "none" : "waits";
  };
});
