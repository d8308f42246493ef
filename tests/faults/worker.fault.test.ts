import { chromium } from "playwright-core";
import { expect } from "vitest";
import { chromiumFlags, findChromium } from "../../scripts/chromium";
import { serve } from "../../scripts/serve";
import { statusOf } from "../page/model";
import { DIST, SMALL, testPages } from "../page/page";
import { scenario } from "./scenario";
import { beforeWorker, differenceOf, inWorker, KEEP_CONTEXT, notices, opened, outcomeOf, throughFault, unfaulted } from "./trial";

/** Faults of the worker and of what it computes with: another takes its place, and the run becomes what it would have become. */

const pages = testPages();

const PLAN = { before: 200, steps: 400 };
const plain = unfaulted(pages, SMALL, PLAN);

/** Where the fault comes: another place in each try. A checkpoint interval, of 10 s, may be longer than the whole plan. */
const atRandom = (attempt: number) => PLAN.before + 20 + ((attempt * 97) % 250);

const FAULTS: { fault: string; found?: number; seconds: number; cause: RegExp; expected?: RegExp; task: () => void }[] = [
  {
    fault: "worker in a loop",
    found: 3,
    seconds: 8,
    cause: /it gave no sign of life/,
    task: () => {
      for (;;);
    },
  },
  { fault: "worker ended from outside", found: 3, seconds: 8, cause: /it gave no sign of life/, task: () => self.close() },
  {
    fault: "uncaught error in the worker",
    seconds: 5,
    cause: /brought about by error/,
    expected: /brought about/,
    task: () => void setTimeout(() => reportError(new Error("brought about by error")), 0),
  },
  {
    fault: "unhandled rejection in the worker",
    seconds: 5,
    cause: /brought about by rejection/,
    expected: /brought about/,
    task: () => void setTimeout(() => void Promise.reject(new Error("brought about by rejection")), 0),
  },
];

for (const { fault, found, seconds, cause, expected, task } of FAULTS) {
  scenario(fault, { short: 1, long: 5 }, { found, seconds, steps: PLAN.steps, difference: 0 }, async (attempt) => {
    const reference = await plain();
    const page = await pages.open(SMALL, { expected });
    const measured = await throughFault(page, { ...PLAN, at: atRandom(attempt) }, async () => void inWorker(page, task));
    expect(await notices(page)).toMatch(cause);
    expect(await notices(page)).toMatch(/The worker was restarted .* Training goes on/);
    const difference = differenceOf(await outcomeOf(page), reference);
    await page.close();
    return { ...measured, difference };
  });
}

const WEBGL = "?engine=webgl#n=4000&enc=24&dec=24&batch=32&epochs=none";
const WEBGL_PLAN = { before: 3, steps: 100 };
const webgl = unfaulted(pages, WEBGL, WEBGL_PLAN);

const loseContext = () => {
  const { lastContext } = self as unknown as { lastContext: WebGL2RenderingContext };
  lastContext.getExtension("WEBGL_lose_context")?.loseContext();
};

scenario("WebGL context lost", { short: 1, long: 20 }, { seconds: 5, steps: WEBGL_PLAN.steps, difference: 1e-3 }, async (attempt) => {
  const reference = await webgl();
  const page = await pages.open(WEBGL, { prepare: (context) => beforeWorker(context, KEEP_CONTEXT) });
  const at = WEBGL_PLAN.before + 1 + ((attempt * 13) % 60);
  const measured = await throughFault(page, { ...WEBGL_PLAN, at }, () => inWorker(page, loseContext));
  expect(await notices(page)).toContain("the graphics context was lost");
  expect(await statusOf(page)).toMatchObject({ engine: "webgl", step: WEBGL_PLAN.before + WEBGL_PLAN.steps });
  const difference = differenceOf(await outcomeOf(page), reference);
  await page.close();
  return { ...measured, difference };
});

scenario("GPU process crash", { short: 1, long: 3 }, { seconds: 8, steps: WEBGL_PLAN.steps, difference: 1e-3 }, async () => {
  const reference = await webgl();
  // A browser blocks WebGL after the second crash: one crash for each.
  const browser = await chromium.launch({ executablePath: findChromium() ?? undefined, args: chromiumFlags() });
  const server = await serve(DIST, { port: 0 });
  try {
    const page = await browser.newPage();
    await page.goto(server.url + WEBGL);
    await opened(page);
    const session = await browser.newBrowserCDPSession();
    const measured = await throughFault(page, { ...WEBGL_PLAN, at: 5 }, () =>
      session.send("Browser.crashGpuProcess").catch(() => undefined),
    );
    expect(await notices(page)).toMatch(/The worker was restarted/);
    expect((await statusOf(page)).engine).toBe("webgl");
    return { ...measured, difference: differenceOf(await outcomeOf(page), reference) };
  } finally {
    await browser.close();
    await server.close();
  }
});
