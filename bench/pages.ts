import type { Page } from "playwright-core";
import type { BenchBrowser } from "./browser";
import type { Contestant, Runner } from "./contestants";
import { experimentOf } from "./models";
import { startPeer } from "./peerRunner";
import type { Sites } from "./sites";

/** The contestants in the browser: the shipped page on its engines, driven through `window.playground`, and the peers' page. */

/** A test curve's point and its evaluation come every so many steps, at most. */
const EVALUATION_STEPS = 100;

/** Where a contestant's page opens. */
export interface Surroundings {
  browser: BenchBrowser;
  sites: Sites;
  /** WebGL too where it is drawn in software. */
  all: boolean;
}

export function pageContestants({ browser, sites, all }: Surroundings): Contestant[] {
  const page = (name: string, engine: string, site: string): Contestant => ({
    name,
    native: false,
    threads: 0,
    open: () => openPlayground(browser, `${site}?engine=${engine}`, engine),
  });
  const webgl = page("this page, webgl", "webgl", sites.isolated.url);
  return [
    page("this page, simd", "simd", sites.isolated.url),
    page("this page, simd, not isolated", "simd", sites.notIsolated.url),
    page("this page, cpu", "cpu", sites.isolated.url),
    all || !browser.softwareRenderer ? webgl : leftOut(webgl, browser),
  ];
}

export function peerContestants({ browser, sites, all }: Surroundings): Contestant[] {
  return [
    peer(browser, sites, "tfjs, wasm", "tfjs", "wasm"),
    peer(browser, sites, "jax-js, wasm", "jax", "wasm"),
    peer(browser, sites, "tfjs, cpu", "tfjs", "cpu"),
    ...(all || !browser.softwareRenderer ? [peer(browser, sites, "tfjs, webgl", "tfjs", "webgl")] : []),
  ];
}

/** What a GPU draws: the page and stock tfjs on WebGL, tfjs and jax-js on WebGPU. */
export function gpuContestants(surroundings: Surroundings): Contestant[] {
  const { browser, sites } = surroundings;
  const onWebgl = [...pageContestants(surroundings), ...peerContestants(surroundings)].filter(({ name }) => name.endsWith("webgl"));
  return [...onWebgl, peer(browser, sites, "tfjs, webgpu", "tfjs", "webgpu"), peer(browser, sites, "jax-js, webgpu", "jax", "webgpu")];
}

/** The engine's bare product with one thread and with as many as the page takes, and the browser's other products. */
export function productContestants({ browser, sites }: Surroundings): Contestant[] {
  return [
    peer(browser, sites, "SIMD engine, all threads", "kernels", "simd"),
    peer(browser, sites, "SIMD engine, 1 thread", "kernels", "simd", 1),
    peer(browser, sites, "tfjs, wasm", "tfjs", "wasm"),
    peer(browser, sites, "jax-js, wasm", "jax", "wasm"),
  ];
}

function leftOut(contestant: Contestant, { renderer }: BenchBrowser): Contestant {
  const reason = `left out: ${renderer === null ? "no WebGL" : `drawn in software (${renderer})`}, no fair peer; --all runs it`;
  return { ...contestant, open: () => Promise.reject(new Error(reason)) };
}

function peer(browser: BenchBrowser, sites: Sites, name: string, worker: string, backend: string, threads = 0): Contestant {
  return {
    name,
    native: false,
    threads,
    async open() {
      const page = await browser.open(`${sites.peers.url}?peer=${worker}`);
      const ask = (request: Parameters<Window["askPeer"]>[0]) => page.evaluate((question) => window.askPeer(question), request);
      return startPeer({ ask, close: () => page.context().close() }, backend, threads);
    },
  };
}

async function openPlayground(browser: BenchBrowser, url: string, engine: string): Promise<Runner> {
  const page = await browser.open(url);
  try {
    await whenLoaded(page, engine);
  } catch (error) {
    await page.context().close();
    throw error;
  }
  const notHere = () => Promise.reject(new Error("the page offers no bare product"));
  return {
    label: () => page.evaluate(() => window.playground.status().engineReason.split(": ", 1)[0]),
    blockUnit: EVALUATION_STEPS,
    prepare: async (model) => {
      await page.evaluate((patch) => window.playground.configure(patch), experimentOf(model));
    },
    steps: (count) => page.evaluate(timeSteps, count),
    product: notHere,
    multiplyAddRate: notHere,
    close: () => page.context().close(),
  };
}

/** All images are there, and the engine is the one that was asked for. */
async function whenLoaded(page: Page, engine: string): Promise<void> {
  const used = await page.evaluate(async () => {
    await window.playground.ready;
    await window.playground.images("train", [59_999]);
    await window.playground.images("test", [9999]);
    return window.playground.status();
  });
  if (used.engine !== engine) throw new Error(`the page took another engine, ${used.engineReason}`);
}

/**
 * What `train` itself reports: steps, curves, evaluations and the pictures that fall due. They all fall due at the start of a block, since
 * their time passes while others run. The last refresh of all pictures, which the call waits for after its last step, is not in it: it
 * belongs to stopping.
 */
async function timeSteps(count: number): Promise<number> {
  const before = window.playground.status().step;
  const { step, seconds } = await window.playground.train({ steps: count });
  if (step < before + count) throw new Error(`training ended ${before + count - step} steps early`);
  return 1000 * seconds;
}
