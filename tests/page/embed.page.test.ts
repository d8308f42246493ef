import axe from "axe-core";
import type { Frame, Page } from "playwright-core";
import { expect, test } from "vitest";
import { type OpenOptions, PATIENCE, SMALL, testPages } from "./page";

/** embed.html, the figure for articles: by itself, and in frames of pages of other origins. */

const pages = testPages();
const [QUERY, HASH] = SMALL.split("#");
const figureAt = (link = "") => `embed.html${QUERY}#${HASH}${link}`;

const open = async (link = "", options: OpenOptions = {}): Promise<Page> => {
  const page = await pages.open(figureAt(link), { ready: false, ...options });
  await ready(page);
  return page;
};

type Figure = Page | Frame;

const button = (figure: Figure, name: string) => figure.getByRole("button", { name, exact: true });

async function ready(figure: Figure): Promise<void> {
  await button(figure, "Train").waitFor();
  await expect.poll(() => button(figure, "Train").getAttribute("aria-disabled"), PATIENCE).toBe("false");
}

/** The step that the bar says. */
async function stepOf(figure: Figure): Promise<number> {
  const text = (await figure.getByRole("banner").textContent()) ?? "";
  return Number(/step\s*([\d\s,]+)/.exec(text)?.[1].replace(/\D/g, "") ?? Number.NaN);
}

/** What it says once all images are there, or the run has begun. */
const expectStep = (figure: Figure, step: number) => expect.poll(() => stepOf(figure), PATIENCE).toBe(step);
const untilStep = (figure: Figure, step: number) => expect.poll(() => stepOf(figure), PATIENCE).toBeGreaterThanOrEqual(step);

test("it shows square and curves and has no buttons but Train and Reset; Train trains, Pause pauses, Reset goes back to step 0", async () => {
  const page = await open("&view=grid.images");
  await page.getByRole("img", { name: "20 by 20 decoded digits" }).waitFor();
  for (const name of ["Latent space", "Reconstruction", "KL", "ELBO"]) await page.getByRole("figure", { name, exact: true }).waitFor();
  expect(await page.getByRole("button").allTextContents()).toEqual(["Train", "Reset"]);
  expect(await page.locator("a, select, input, summary, [contenteditable]").allTextContents()).toEqual(["Open in VAE Playground ↗"]);
  await expectStep(page, 0);

  await button(page, "Train").click();
  await untilStep(page, 60);
  expect(await page.getByRole("button").allTextContents()).toEqual(["Pause", "Reset"]);
  await button(page, "Pause").click();
  await button(page, "Train").waitFor();
  const step = await stepOf(page);
  for (const name of ["Reconstruction", "KL", "ELBO"]) await page.getByRole("slider", { name: `Step to read in ${name}` }).waitFor();
  await page
    .getByRole("figure", { name: "Latent space" })
    .getByText(/^step \d/)
    .waitFor();
  expect(await stepOf(page)).toBe(step);

  await button(page, "Reset").click();
  await expectStep(page, 0);
  expect(await page.getByRole("button").allTextContents()).toEqual(["Train", "Reset"]);
  expect(await page.getByRole("slider").count()).toBe(0);
  expect(await page.getByRole("status").textContent()).toBe("");
});

test("keys of the page do nothing here, and Space presses the button that has the focus", async () => {
  const page = await open();
  for (const key of ["s", "r", "n", "Control+z", "?"]) await page.keyboard.press(key);
  await expectStep(page, 0);
  expect(await page.getByRole("status").textContent()).toBe("");
  await button(page, "Train").press("Space");
  await untilStep(page, 3);
  await button(page, "Pause").click();
});

test("the pointer decodes the point under it", async () => {
  const page = await open();
  await page.getByRole("application", { name: "Point in latent space" }).hover({ position: { x: 80, y: 80 } });
  await page.getByRole("img", { name: /^Decoded image at z = / }).waitFor();
});

test("it stores nothing: neither storage, database, cache, cookie nor service worker", async () => {
  const page = await open("&view=grid.q.exact.bounds");
  await button(page, "Train").click();
  await untilStep(page, 40);
  await button(page, "Reset").click();
  await expectStep(page, 0);
  const kept = await page.evaluate(async () => ({
    local: localStorage.length,
    session: sessionStorage.length,
    databases: (await indexedDB.databases()).length,
    caches: (await caches.keys()).length,
    workers: (await navigator.serviceWorker.getRegistrations()).length,
    cookies: document.cookie,
    console: "playground" in window,
  }));
  expect(kept).toEqual({ local: 0, session: 0, databases: 0, caches: 0, workers: 0, cookies: "", console: false });
});

test("what the link says wrongly is said, what it says of the rest of the page is harmless, and nothing starts by itself", async () => {
  const page = await open("&nonsense=1&hide=square.charts.rail&view=grid.worksheet");
  await page.getByRole("status").getByText('"nonsense" is not a setting').waitFor();
  await page.getByRole("img", { name: "20 by 20 decoded digits" }).waitFor();
  await page.getByRole("figure", { name: "ELBO", exact: true }).waitFor();
  await button(page, "Dismiss").click();
  expect(await page.getByRole("button").allTextContents()).toEqual(["Train", "Reset"]);
  await expectStep(page, 0);
});

test("another hash is another figure, untrained", async () => {
  const page = await open();
  await page.getByRole("heading", { level: 1, name: "2 dimensions" }).waitFor();
  await button(page, "Train").click();
  await untilStep(page, 5);
  await page.evaluate(() => {
    location.hash = `${location.hash}&latent=7&beta=3`;
  });
  await page.getByRole("heading", { level: 1, name: "7 dimensions, β = 3" }).waitFor();
  await ready(page);
  await expectStep(page, 0);
});

test("the reader goes on in the whole page, by the same link", async () => {
  const page = await open("&latent=3&beta=4");
  const [opened] = await Promise.all([page.context().waitForEvent("page"), page.getByRole("link").click()]);
  await opened.waitForFunction(() => "playground" in window);
  expect(new URL(opened.url()).pathname).toMatch(/\/index\.html$/);
  expect(new URL(opened.url()).hash).toBe(new URL(page.url()).hash);
  expect(await opened.evaluate(() => [window.playground.experiment().latent.dim, window.opener])).toEqual([3, null]);
});

for (const [width, height] of [
  [960, 540],
  [720, 420],
  [390, 640],
  [320, 600],
]) {
  test(`at ${width} × ${height} nothing scrolls, nothing is cut, and axe finds nothing, light and dark`, async () => {
    const page = await open("", { prepare: (context) => context.addInitScript({ content: axe.source }) });
    await page.setViewportSize({ width, height });
    for (const trained of [false, true]) {
      if (trained) await button(page, "Train").click();
      if (trained) await untilStep(page, 40);
      if (trained) await button(page, "Pause").click();
      const beyond = await page.evaluate(() => {
        const { scrollWidth, scrollHeight } = document.documentElement;
        const outside = [...document.querySelectorAll("button, a, h1, h2, figure, figcaption")].filter((element) => {
          const { left, right, top, bottom } = element.getBoundingClientRect();
          return left < 0 || top < 0 || right > innerWidth || bottom > innerHeight;
        });
        return [scrollWidth - innerWidth, scrollHeight - innerHeight, ...outside.map(({ tagName }) => tagName)];
      });
      expect(beyond).toEqual([0, 0]);
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        const { violations } = await page.evaluate(() => (window as unknown as { axe: typeof axe }).axe.run(document));
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`)).toEqual([]);
      }
    }
  });
}

/** Plain http, and of this machine, so that only the policy is in its way; nothing listens there. */
const UNSAFE_ARTICLE = "http://localhost:65000";
const ARTICLE = "https://article.example";

/** An article of another origin with a frame for each address, and the frames. */
async function article(page: Page, addresses: readonly string[], headers: Record<string, string> = {}): Promise<Frame[]> {
  const frames = addresses.map((address) => `<iframe src="${address}" width="720" height="420" allow="cross-origin-isolated"></iframe>`);
  const body = `<!doctype html><title>An article</title>${frames.join("")}`;
  await page.context().route(`${ARTICLE}/*`, (route) => route.fulfill({ body, contentType: "text/html", headers }));
  await page.goto(`${ARTICLE}/vae`);
  return page.frames().filter((frame) => frame !== page.mainFrame());
}

/** A page with nothing in it that may load the article, and the site's address. */
async function reader(expected?: RegExp): Promise<{ page: Page; site: string }> {
  const context = { permissions: ["local-network-access"] };
  const page = await pages.open("icon.svg", { ready: false, origins: [ARTICLE, UNSAFE_ARTICLE], expected, context });
  return { page, site: new URL("/", page.url()).href };
}

test("two figures in an article of another origin: each trains by itself, where the browser gives a frame no storage", async () => {
  const { page, site } = await reader();
  const [first, second] = await article(page, [site + figureAt(), site + figureAt("&latent=5")]);
  await ready(first);
  await ready(second);
  await button(first, "Train").click();
  await untilStep(first, 40);
  await button(first, "Pause").click();
  await expectStep(second, 0);
  await second.getByText("Untrained: press Train").waitFor();
  expect(await first.evaluate(() => crossOriginIsolated)).toBe(false);
});

test("an isolated article may frame it, and lend it its isolation", async () => {
  const isolation = { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" };
  const { page, site } = await reader();
  const [figure] = await article(page, [site + figureAt()], isolation);
  await ready(figure);
  expect(await figure.evaluate(() => crossOriginIsolated)).toBe(true);
  await button(figure, "Train").click();
  await untilStep(figure, 5);
  await button(figure, "Pause").click();
});

test("nobody may frame the page itself, and no http page of another origin the figure", async () => {
  const { page, site } = await reader(/frame-ancestors/);
  const isEmpty = async (frame: Frame) => (await frame.getByRole("button").count()) === 0;
  const refusal = () => page.waitForEvent("console", (message) => message.text().includes("frame-ancestors"));
  const [, [whole]] = await Promise.all([refusal(), article(page, [`${site}index.html`])]);
  expect(await isEmpty(whole)).toBe(true);

  await page
    .context()
    .route(`${UNSAFE_ARTICLE}/*`, (route) =>
      route.fulfill({ body: `<!doctype html><iframe src="${site}${figureAt()}"></iframe>`, contentType: "text/html" }),
    );
  const [message] = await Promise.all([refusal(), page.goto(`${UNSAFE_ARTICLE}/vae`)]);
  expect(message.text()).toContain("'self' https:");
});

test("the page gives the lines for an article, and they are a figure of its link", async () => {
  const page = await pages.open(`${SMALL}&latent=4&view=images`);
  await page.getByRole("button", { name: "Files", exact: true }).click();
  const code = (await page.getByRole("region", { name: "HTML code" }).textContent()) ?? "";
  const address = /src="([^"]+)"/.exec(code)?.[1].replaceAll("&amp;", "&") ?? "";
  const link = new URL(await page.evaluate(() => window.playground.shareLink()));
  expect(new URL(address).hash).toBe(link.hash);
  await page.goto(address);
  await page.getByRole("heading", { level: 1, name: "4 dimensions" }).waitFor();
  await ready(page);
});
