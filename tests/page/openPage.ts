import { fileURLToPath } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { chromiumFlags, findChromium } from "../../scripts/chromium";
import { type RunningServer, serve } from "../../scripts/serve";

const DIST = fileURLToPath(new URL("../../dist", import.meta.url));

/** A browser and the built page, served as in production. */
export interface PageHost {
  server: RunningServer;
  browser: Browser;
  close(): Promise<void>;
}

/** Starts both. Needs a build (`npm run build`) and a Chromium. */
export async function openHost(): Promise<PageHost> {
  const server = await serve(DIST, { port: 0 });
  const executablePath = findChromium() ?? undefined;
  const browser = await chromium.launch({ executablePath, args: chromiumFlags() });
  const close = async () => {
    await browser.close();
    await server.close();
  };
  return { server, browser, close };
}

/** What a page did that it must not do. */
export interface Misdeeds {
  /** Uncaught errors and messages of the console at level error, violations of the content policy among them. */
  errors: string[];
  /** Requests to any other host. */
  foreignRequests: string[];
}

/** A new page at `path` ("?engine=simd#latent=2"), in a context of its own. */
export async function openPage(host: PageHost, path = "", context: BrowserContextOptions = {}): Promise<{ page: Page } & Misdeeds> {
  const page = await (await host.browser.newContext({ viewport: { width: 1440, height: 900 }, ...context })).newPage();
  const errors: string[] = [];
  const foreignRequests: string[] = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  page.on("request", (request) => {
    if (!/^(?:blob|data):/.test(request.url()) && !request.url().startsWith(host.server.url)) foreignRequests.push(request.url());
  });
  await page.goto(host.server.url + path);
  return { page, errors, foreignRequests };
}
