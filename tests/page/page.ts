import { fileURLToPath } from "node:url";
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { chromiumFlags, findChromium } from "../../scripts/chromium";
import { type RunningServer, serve } from "../../scripts/serve";

export const DIST = fileURLToPath(new URL("../../dist", import.meta.url));

/** A small model on the first shard, on the engine that every machine has: a test takes seconds without a GPU, and training never ends by itself. */
export const SMALL = "?engine=simd#n=4000&enc=24&dec=24&batch=32&epochs=none";

/** What the page must answer to before a test goes on, in milliseconds; generous, because the machine may be busy. */
export const PATIENCE = { timeout: 30_000, interval: 50 };

/** Without a service worker, which would answer in place of the server that a test has something to do with. */
const CONTEXT: BrowserContextOptions = { viewport: { width: 1440, height: 900 }, serviceWorkers: "block" };

export interface OpenOptions {
  context?: BrowserContextOptions;
  /** Does something to the context before the page is asked for, such as routing its requests. */
  prepare?: (context: BrowserContext) => Promise<unknown>;
  /** Errors in the console that the test brings about. */
  expected?: RegExp;
  /** Other origins that pages come from in this test. */
  origins?: readonly string[];
  /** Stays open for all tests of the file. */
  shared?: boolean;
  /** Serves another site than the built page. */
  server?: RunningServer;
  /** Waits until the model and the test images are there; default true. */
  ready?: boolean;
}

export interface Pages {
  /** A new page at `path` ("?engine=simd#latent=2"), in a context of its own. */
  open(path?: string, options?: OpenOptions): Promise<Page>;
  browser(): Browser;
}

/** Uncaught errors and unhandled rejections, console errors (violations of the content policy among them), requests to other hosts. */
function watch(context: BrowserContext, origins: readonly string[], expected: RegExp | undefined): string[] {
  const misdeeds: string[] = [];
  const note = (text: string) => {
    if (!expected?.test(text)) misdeeds.push(text);
  };
  context.on("weberror", (error) => note(`uncaught: ${String(error.error())}`));
  context.on("console", (message) => {
    if (message.type() === "error") note(`console: ${message.text()} ${message.location().url}`);
  });
  context.on("request", (request) => {
    const isOurs = /^(?:blob|data):/.test(request.url()) || origins.some((origin) => request.url().startsWith(origin));
    if (!isOurs) misdeeds.push(`foreign request: ${request.url()}`);
  });
  return misdeeds;
}

/**
 * Serves the built page (`npm run build`) under its production headers and starts one Chromium for the tests of a file.
 * After each test every page must have behaved: no error, no policy violation, no request to another host.
 */
export function testPages(flags: readonly string[] = chromiumFlags()): Pages {
  const opened: { context: BrowserContext; misdeeds: string[]; shared: boolean }[] = [];
  const running: { server?: RunningServer; browser?: Browser } = {};
  beforeAll(async () => {
    running.server = await serve(DIST, { port: 0 });
    running.browser = await chromium.launch({ executablePath: findChromium() ?? undefined, args: [...flags] });
  });
  afterEach(async () => {
    const misdeeds = opened.flatMap((page) => page.misdeeds.splice(0));
    for (const page of opened.filter(({ shared }) => !shared)) {
      await page.context.close();
      opened.splice(opened.indexOf(page), 1);
    }
    expect(misdeeds).toEqual([]);
  });
  afterAll(async () => {
    await running.browser?.close();
    await running.server?.close();
  });
  const started = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error("pages can be opened once the tests have begun");
    return value;
  };
  return {
    browser: () => started(running.browser),
    async open(path = "", { context: options, prepare, expected, origins = [], shared = false, server, ready = true } = {}) {
      const { url } = server ?? started(running.server);
      const context = await started(running.browser).newContext({ ...CONTEXT, ...options });
      opened.push({ context, misdeeds: watch(context, [url, ...origins], expected), shared });
      await prepare?.(context);
      const page = await context.newPage();
      await page.goto(url + path);
      if (ready) await page.evaluate(() => window.playground.ready.then(() => window.playground.images("test", [9999])));
      return page;
    },
  };
}

/** One page for all tests of a file, opened before the first of them; `begin` then brings it to where they start. */
export function sharedPage(pages: Pages, path: string, options: OpenOptions = {}, begin?: (page: Page) => Promise<unknown>): () => Page {
  const opened: { page?: Page } = {};
  beforeAll(async () => {
    opened.page = await pages.open(path, { ...options, shared: true });
    await begin?.(opened.page);
  });
  return () => {
    if (opened.page === undefined) throw new Error("the page is open once the tests have begun");
    return opened.page;
  };
}
