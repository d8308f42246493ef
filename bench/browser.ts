import { type Browser, chromium, type Page } from "playwright-core";
import { chromiumFlags, findChromium } from "../scripts/chromium";

/** One Chromium for all that runs in a page; whether a GPU draws its WebGL. */
export interface BenchBrowser {
  version: string;
  /** What WebGL says draws it; null without WebGL. */
  renderer: string | null;
  softwareRenderer: boolean;
  /** A page in a context of its own. */
  open(url: string): Promise<Page>;
  close(): Promise<void>;
}

const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render/i;

/** `software`: with the flags of the tests, which make WebGL work without a GPU; otherwise the browser chooses. */
export async function startBrowser(software: boolean): Promise<BenchBrowser> {
  const flags = chromiumFlags().filter((flag) => software || !flag.includes("swiftshader"));
  const executablePath = findChromium();
  if (executablePath === null) throw new Error("no Chromium was found; npm test installs one, or set CHROME_BIN");
  const browser = await chromium.launch({ executablePath, args: flags });
  const renderer = await rendererOf(browser);
  return {
    version: browser.version(),
    renderer,
    softwareRenderer: renderer === null || SOFTWARE.test(renderer),
    async open(url) {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, serviceWorkers: "block" });
      const page = await context.newPage();
      await page.goto(url);
      return page;
    },
    close: () => browser.close(),
  };
}

async function rendererOf(browser: Browser): Promise<string | null> {
  const page = await browser.newPage();
  const renderer = await page.evaluate(() => {
    const context = document.createElement("canvas").getContext("webgl2");
    const names = context?.getExtension("WEBGL_debug_renderer_info");
    return context && names ? String(context.getParameter(names.UNMASKED_RENDERER_WEBGL)) : null;
  });
  await page.close();
  return renderer;
}
