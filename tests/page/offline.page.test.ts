import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { BrowserContext, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { statusOf, train, untilStep } from "./model";
import { type OpenOptions, PATIENCE, SMALL, testPages } from "./page";
import { ownSite, publishNewVersion, type Site } from "./site";

const pages = testPages();

const open = (site: Site, options: OpenOptions = {}): Promise<Page> =>
  pages.open(SMALL, { server: site, context: { serviceWorkers: "allow" }, ...options });

const notices = async (page: Page) => (await statusOf(page)).notices.join("\n");

/** The caches of the page's files, and how many files of the data are kept. */
const keptBy = (page: Page) =>
  page.evaluate(async () => {
    const names = await caches.keys();
    const data = names.find((name) => name.startsWith("vae-playground-data "));
    return {
      versions: names.filter((name) => name !== data),
      data: data === undefined ? 0 : (await (await caches.open(data)).keys()).length,
    };
  });

/** Waits until the service worker has the page, and of the data what `SMALL` reads: labels, test images, one shard. */
async function untilKept(page: Page): Promise<void> {
  await page.evaluate(() => navigator.serviceWorker.ready);
  await expect.poll(async () => (await keptBy(page)).data, PATIENCE).toBe(5);
}

/** Takes the network away, and the host too. */
async function cut(page: Page, site: Site): Promise<void> {
  await page.context().setOffline(true);
  await site.close();
}

/** How often the page has been loaded from now on. */
function loads(page: Page): () => number {
  const seen = { count: 0 };
  page.on("framenavigated", () => seen.count++);
  return () => seen.count;
}

const openHelp = async (page: Page) => {
  await page.getByRole("button", { name: "Help" }).click();
  await page.getByRole("dialog", { name: "VAE Playground" }).waitFor();
  await page.keyboard.press("Escape");
};

async function ready(page: Page): Promise<void> {
  await page.waitForFunction(() => "playground" in window);
  await page.evaluate(() => window.playground.ready.then(() => window.playground.images("test", [9999])));
}

/** What a browser says of requests without a network. */
const NO_NETWORK = /ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_REFUSED|ERR_FAILED|fetching the script|HTTP|Failed to fetch/;

describe("without a network", () => {
  test("the page that was open once opens again, trains, and fetches what it shows on demand; it stays isolated", async () => {
    const site = await ownSite();
    const page = await open(site, { expected: NO_NETWORK });
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
    const page = await open(site, { expected: NO_NETWORK });
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

describe("a new version", () => {
  /** A page that has been kept and is open, and what is then published. */
  async function published(): Promise<{ site: Site; page: Page; other: Page }> {
    const site = await ownSite();
    const page = await open(site);
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
    await page.reload();
    await ready(page);
    await expect.poll(async () => (await keptBy(page)).versions.length, PATIENCE).toBe(1);
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
    const page = await open(site, { prepare: refuse });
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
      const page = await open(site, { prepare: held });
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
    const page = await open(site, { prepare: block });
    const loaded = loads(page);
    await untilQuiet(page);
    expect([loaded(), await isolated(page)]).toEqual([0, false]);
    expect(await train(page, 2)).toBe(2);
  });
});

test("a host that sends the headers: nothing is reloaded, and no header is there twice", async () => {
  const site = await ownSite();
  const page = await open(site);
  const loaded = loads(page);
  await untilKept(page);
  await page.reload();
  await ready(page);
  expect(loaded()).toBe(1);
  const headers = await page.evaluate(async () => Object.fromEntries((await fetch(location.href)).headers));
  expect(headers).toMatchObject({ "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" });
  expect(headers["content-security-policy"]).toContain("trusted-types vae-worker vae-offline");
});

test("without service workers nothing is said, and everything works", async () => {
  const site = await ownSite();
  const remove = (context: BrowserContext) =>
    context.addInitScript(() => {
      Reflect.deleteProperty(Navigator.prototype, "serviceWorker");
    });
  const page = await open(site, { prepare: remove });
  expect(await page.evaluate(() => "serviceWorker" in navigator)).toBe(false);
  expect(await train(page, 3)).toBe(3);
  expect(await notices(page)).toBe("");
});
