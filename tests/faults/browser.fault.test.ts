import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { chromium, type Page } from "playwright-core";
import { expect } from "vitest";
import { chromiumFlags, findChromium } from "../../scripts/chromium";
import { serve } from "../../scripts/serve";
import { openWithWorker, untilKept } from "../page/kept";
import { statusOf, train, untilStep } from "../page/model";
import { DIST, PATIENCE, SMALL, testPages } from "../page/page";
import { ownSite } from "../page/site";
import { scenario } from "./scenario";
import { differenceOf, inWorker, kept, notices, opened, outcomeOf, resume, runAndSecondPage, unfaulted } from "./trial";

/** Faults of the page, the browser and the network around it. */

const pages = testPages();

const PLAN = { before: 60, steps: 40 };
const plain = unfaulted(pages, SMALL, PLAN);

const bringAbout = () => void setTimeout(() => reportError(new Error("brought about")), 0);

const pass = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** The browser's own protocol, for one page. */
const protocol = (page: Page) => page.context().newCDPSession(page);

scenario("page crash, run resumed in a new page", { short: 1, long: 5 }, { difference: 0 }, async () => {
  const reference = await plain();
  const page = await pages.open(SMALL);
  await train(page, PLAN.before);
  await kept(page);
  const session = await protocol(page);
  const crashed = page.waitForEvent("crash");
  // It never answers.
  void session.send("Page.crash").catch(() => undefined);
  await crashed;
  const next = await page.context().newPage();
  await next.goto(page.url());
  await opened(next);
  await resume(next, PLAN.before);
  await train(next, PLAN.steps);
  const difference = differenceOf(await outcomeOf(next), reference);
  await next.close();
  return { difference };
});

async function freePort(): Promise<number> {
  const taken = createServer().listen(0);
  await once(taken, "listening");
  const { port } = taken.address() as AddressInfo;
  taken.close();
  return port;
}

/** A page that can be frozen. Playwright keeps those that it makes visible, and what is visible the browser does not freeze. */
async function inFreezablePage(task: (page: Page) => Promise<void>): Promise<void> {
  const port = await freePort();
  const args = [...chromiumFlags(), `--remote-debugging-port=${port}`];
  const launched = await chromium.launch({ executablePath: findChromium() ?? undefined, args });
  const server = await serve(DIST, { port: 0 });
  try {
    const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`, { noDefaults: true });
    const page = await browser.contexts()[0].newPage();
    await page.goto(server.url + SMALL);
    await opened(page);
    await task(page);
  } finally {
    await launched.close();
    await server.close();
  }
}

async function freeze(page: Page, seconds: number): Promise<void> {
  const isFrozen = page.evaluate(() => new Promise((resolve) => document.addEventListener("freeze", () => resolve(true), { once: true })));
  const session = await protocol(page);
  await session.send("Page.setWebLifecycleState", { state: "frozen" });
  await pass(1000 * seconds);
  await session.send("Page.setWebLifecycleState", { state: "active" });
  expect(await isFrozen).toBe(true);
}

/** The worker computes in one piece, from before the page stands still until after: asked whether it lives, it cannot answer. */
const compute = (milliseconds: number) => {
  for (const end = Date.now() + milliseconds; Date.now() < end; );
};

/** Nothing is taken for dead while nobody could listen. */
async function standStill(page: Page, seconds: number, still: () => Promise<void>): Promise<void> {
  const { runId } = await statusOf(page);
  const training = page.evaluate(() => window.playground.train({ seconds: 120 })).catch(() => undefined);
  await untilStep(page, 20);
  const computed = inWorker(page, compute, 1000 * seconds + 1500);
  // By then it has been asked, and is not taken for dead before 2 s.
  await pass(900);
  await still();
  await computed;
  const { step } = await statusOf(page);
  await untilStep(page, step + 20);
  expect(await notices(page)).not.toContain("restarted");
  expect(await statusOf(page)).toMatchObject({ runId, phase: "training" });
  await page.evaluate(() => window.playground.pause());
  await training;
}

// A page that is hidden, as it is before it is frozen, saves the run, and waits 20 s for that.
for (const [seconds, tries] of [
  [4, { short: 1, long: 3 }],
  [25, { short: 0, long: 2 }],
] as const) {
  scenario(`page frozen for ${seconds} seconds`, tries, {}, async () => {
    await inFreezablePage((page) => standStill(page, seconds, () => freeze(page, seconds)));
    return {};
  });
}

scenario("page asleep for four seconds (its processes stopped)", { short: 1, long: 3 }, {}, async () => {
  const page = await pages.open(SMALL);
  const session = await pages.browser().newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  const signal = (name: "SIGSTOP" | "SIGCONT") => {
    for (const { id } of processInfo.filter(({ type }) => type === "renderer")) process.kill(id, name);
  };
  await standStill(page, 4, async () => {
    signal("SIGSTOP");
    await pass(4000);
    signal("SIGCONT");
  });
  await page.close();
  return {};
});

scenario("network cut in mid-training", { short: 1, long: 3 }, { difference: 0 }, async () => {
  const reference = await plain();
  const site = await ownSite();
  const page = await openWithWorker(pages, site, { expected: /ERR_|fetching the script|brought about/ });
  await untilKept(page);
  await train(page, PLAN.before);
  const training = train(page, PLAN.steps);
  await page.context().setOffline(true);
  await site.close();
  const reached = PLAN.before + PLAN.steps;
  expect(await training).toBe(reached);
  await kept(page);
  // Neither another worker nor the page itself needs the network.
  await inWorker(page, bringAbout);
  await expect.poll(() => notices(page), PATIENCE).toContain(`The run was restored at step ${reached}`);
  const session = await protocol(page);
  await session.send("Network.clearBrowserCache");
  await page.reload();
  await opened(page);
  await resume(page, reached);
  const difference = differenceOf(await outcomeOf(page), reference);
  expect(await train(page, 5)).toBe(reached + 5);
  await page.close();
  return { difference };
});

scenario("worker fails, and the script of another cannot be had for three seconds", { short: 1, long: 3 }, {}, async () => {
  const page = await pages.open(SMALL, { expected: /ERR_FAILED|brought about/ });
  await train(page, 20);
  await kept(page);
  await page.context().route(/adapter-[^/]*\.js/, (route) => route.abort());
  await inWorker(page, bringAbout);
  await pass(3000);
  await page.context().unroute(/adapter-[^/]*\.js/);
  await expect.poll(() => notices(page), PATIENCE).toContain("The run was restored at step 20");
  expect(await train(page, 5)).toBe(25);
  await page.close();
  return {};
});

scenario("two pages of one run", { short: 1, long: 3 }, {}, async () => {
  const { page, second, runId } = await runAndSecondPage(pages, SMALL);
  await second.getByRole("button", { name: "Runs" }).click();
  await second.getByRole("button", { name: "Take over" }).click();
  await expect.poll(async () => (await statusOf(second)).runId, PATIENCE).toBe(runId);
  await expect.poll(() => notices(page), PATIENCE).toContain("Another tab has taken this run over");
  // The first trains on under another name, and what it saves is not the second's.
  expect(await train(page, 5)).toBe(25);
  await kept(page);
  expect((await statusOf(page)).runId).not.toBe(runId);
  await second.reload();
  await opened(second);
  await resume(second, 20);
  expect(await statusOf(second)).toMatchObject({ runId, step: 20 });
  await second.close();
  await page.close();
  return {};
});

scenario("run taken over by another page while its worker hangs", { short: 1, long: 3 }, {}, async () => {
  const { page, second, runId } = await runAndSecondPage(pages, SMALL);
  await second.getByRole("button", { name: "Runs" }).click();
  const takeOver = second.getByRole("button", { name: "Take over" });
  await takeOver.waitFor();
  void inWorker(page, () => {
    for (;;);
  });
  await pass(300);
  await takeOver.click();
  await expect.poll(async () => (await statusOf(second)).runId, PATIENCE).toBe(runId);
  await expect.poll(() => notices(page), PATIENCE).toContain("The worker was restarted (it gave no sign of life)");
  // The page that was asked to has the run; the first has a copy, and says so.
  expect(await notices(page)).toContain("Another tab has this run in hand. This is a copy");
  expect((await statusOf(page)).runId).not.toBe(runId);
  expect(await train(page, 5)).toBe(25);
  await kept(page);
  expect(await train(second, 7)).toBe(27);
  await kept(second);
  expect(await statusOf(second)).toMatchObject({ runId, step: 27 });
  expect(await notices(second)).toBe("");
  await second.close();
  await page.close();
  return {};
});
