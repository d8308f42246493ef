import type { Page } from "playwright-core";
import { expect } from "vitest";
import { serve } from "../../scripts/serve";
import { statusOf, train, untilStep } from "../page/model";
import { DIST, PATIENCE, SMALL, testPages } from "../page/page";
import { scenario } from "./scenario";
import { differenceOf, inWorker, kept, notices, opened, outcomeOf, resume, runAndSecondPage, unfaulted } from "./trial";

/** Faults of the page, the browser and the network around it. */

const pages = testPages();

const PLAN = { before: 60, steps: 40 };
const plain = unfaulted(pages, SMALL, PLAN);

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

scenario("page frozen for four seconds", { short: 1, long: 3 }, {}, async () => {
  const page = await pages.open(SMALL);
  const { runId } = await statusOf(page);
  const training = page.evaluate(() => window.playground.train({ seconds: 12 })).catch(() => undefined);
  await untilStep(page, 20);
  const session = await protocol(page);
  await session.send("Page.setWebLifecycleState", { state: "frozen" });
  await new Promise((resolve) => setTimeout(resolve, 4000));
  await session.send("Page.setWebLifecycleState", { state: "active" });
  const { step } = await statusOf(page);
  await untilStep(page, step + 20);
  // Nothing was taken for dead while nobody could listen.
  expect(await notices(page)).not.toContain("restarted");
  expect(await statusOf(page)).toMatchObject({ runId, phase: "training" });
  await page.evaluate(() => window.playground.pause());
  await training;
  await page.close();
  return {};
});

scenario("network cut in mid-training", { short: 1, long: 3 }, {}, async () => {
  const server = await serve(DIST, { port: 0 });
  const page = await pages.open(SMALL, { server, origins: [server.url], expected: /ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_REFUSED/ });
  await train(page, 20);
  await kept(page);
  await page.context().setOffline(true);
  await server.close();
  expect(await train(page, 50)).toBe(70);
  await kept(page);
  const { runId } = await statusOf(page);
  await page.close();
  expect(runId).not.toBe("");
  return {};
});

scenario("worker fails, and the script of another cannot be had for three seconds", { short: 1, long: 3 }, {}, async () => {
  const page = await pages.open(SMALL, { expected: /ERR_FAILED|brought about/ });
  await train(page, 20);
  await kept(page);
  await page.context().route(/adapter-[^/]*\.js/, (route) => route.abort());
  await inWorker(page, () => void setTimeout(() => reportError(new Error("brought about")), 0));
  await new Promise((resolve) => setTimeout(resolve, 3000));
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
