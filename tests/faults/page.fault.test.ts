import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { historyOf, largestDifference, statusOf, train, untilStep, weightsOf } from "../page/model";
import { PATIENCE, SMALL, testPages } from "../page/page";

const pages = testPages();

/** The run in hand as its file. */
function exportRun(page: Page): Promise<number[]> {
  return page.evaluate(async () => Array.from(await window.playground.exportRun()));
}

async function reopened(page: Page): Promise<void> {
  await page.reload();
  await page.evaluate(() => window.playground.ready.then(() => window.playground.images("test", [9999])));
}

/** Waits until the run in hand is on the disk as it is. */
function kept(page: Page): Promise<void> {
  return page.evaluate(() => window.playground.keepRun());
}

const notices = async (page: Page) => (await statusOf(page)).notices.join("\n");

/** The worker of the page, in which a fault is brought about from outside. */
const workerOf = (page: Page) => {
  const worker = page.workers().findLast((each) => each.url().includes("adapter"));
  if (worker === undefined) throw new Error("the page has no worker");
  return worker;
};

describe("a worker that fails", () => {
  test("in a loop is found and replaced within eight seconds; what is trained is what would have been", async () => {
    const page = await pages.open(SMALL);
    await train(page, 300);
    await kept(page);
    const finished = page.evaluate(() => window.playground.train({ steps: 700 }));
    await untilStep(page, 320);
    const began = Date.now();
    void workerOf(page)
      .evaluate(() => {
        for (;;);
      })
      .catch(() => undefined);
    await expect.poll(async () => (await statusOf(page)).phase, PATIENCE).toBe("recovering");
    const found = Date.now() - began;
    await expect.poll(async () => (await statusOf(page)).phase, PATIENCE).toBe("training");
    const resumed = Date.now() - began;
    expect(found).toBeLessThan(4000);
    expect(resumed).toBeLessThan(12_000);
    expect((await finished).step).toBe(1000);
    expect(await notices(page)).toMatch(/The worker was restarted \(it gave no sign of life\).* Training goes on/);

    const other = await pages.open(SMALL);
    await train(other, 300);
    await train(other, 700);
    expect(await historyOf(page)).toEqual(await historyOf(other));
    expect(largestDifference(await weightsOf(page), await weightsOf(other))).toBe(0);
  });

  test("by an uncaught error, or a promise that nobody waits for, is replaced, and its calls say so", async () => {
    const page = await pages.open(SMALL, { expected: /brought about/ });
    await train(page, 20);
    await kept(page);
    const { runId } = await statusOf(page);
    for (const [kind, provoke] of [
      ["error", () => void setTimeout(() => reportError(new Error("brought about by error")), 0)],
      ["rejection", () => void setTimeout(() => void Promise.reject(new Error("brought about by rejection")), 0)],
    ] as const) {
      // The worker may be gone before it answers.
      await workerOf(page)
        .evaluate(provoke)
        .catch(() => undefined);
      await expect.poll(() => notices(page), PATIENCE).toContain(`brought about by ${kind}`);
      await expect.poll(async () => (await statusOf(page)).phase, PATIENCE).toBe("idle");
      expect(await statusOf(page)).toMatchObject({ step: 20, runId });
    }
    expect(await train(page, 5)).toBe(25);
  });

  test("with a lost graphics context is replaced, and the run goes on with WebGL", async () => {
    const page = await pages.open("?engine=webgl#n=4000&enc=24&dec=24&batch=32&epochs=none", {
      prepare: (context) =>
        context.route(/adapter-[^/]*\.js/, async (route) => {
          const response = await route.fetch();
          const shim = `{const real = OffscreenCanvas.prototype.getContext; OffscreenCanvas.prototype.getContext = function (...given) { const context = real.apply(this, given); if (given[0] === "webgl2" && context) self.lastContext = context; return context; };}\n`;
          await route.fulfill({ response, body: shim + (await response.text()) });
        }),
    });
    await train(page, 3);
    await kept(page);
    const before = await historyOf(page, "train");
    const lose = () => {
      const { lastContext } = self as unknown as { lastContext: WebGL2RenderingContext };
      lastContext.getExtension("WEBGL_lose_context")?.loseContext();
    };
    await workerOf(page).evaluate(lose);
    await expect.poll(() => notices(page), PATIENCE).toContain("the graphics context was lost");
    await expect.poll(async () => (await statusOf(page)).phase, PATIENCE).toBe("idle");
    expect(await statusOf(page)).toMatchObject({ step: 3, engine: "webgl" });
    expect(await historyOf(page, "train")).toEqual(before);
    expect(await train(page, 2)).toBe(5);
    for (const { elbo } of await historyOf(page)) expect(elbo).toBeLessThan(-1);
  });
});

describe("a page that ends", () => {
  test("offers its run when it is opened again: one click, and the curve goes on as if nothing had been", async () => {
    const page = await pages.open(SMALL);
    await train(page, 60);
    await kept(page);
    const [curve, weights, { runId }] = [await historyOf(page), await weightsOf(page), await statusOf(page)];
    await reopened(page);
    expect((await statusOf(page)).step).toBe(0);
    await page.getByRole("button", { name: "Resume" }).click();
    await untilStep(page, 60);
    expect(await statusOf(page)).toMatchObject({ step: 60, runId, phase: "idle" });
    expect(await historyOf(page)).toEqual(curve);
    expect(largestDifference(weights, await weightsOf(page))).toBe(0);
    await train(page, 40);
    const other = await pages.open(SMALL);
    await train(other, 60);
    await train(other, 40);
    expect(await historyOf(page)).toEqual(await historyOf(other));
  });

  test("loses nothing when the offer is ignored: the list in Files has the run, to be named, copied, deleted and brought back", async () => {
    const page = await pages.open(SMALL);
    await train(page, 20);
    await kept(page);
    await reopened(page);
    await train(page, 5);
    await kept(page);
    await page.getByRole("button", { name: "Files" }).click();
    const rows = page.getByRole("listitem").filter({ has: page.getByRole("textbox", { name: "Name of the run" }) });
    await expect.poll(() => rows.count(), PATIENCE).toBe(2);
    const first = rows.filter({ hasText: "step 20" });
    await first.getByRole("textbox").fill("the first");
    await first.getByRole("textbox").press("Enter");
    await first.getByRole("button", { name: "Duplicate" }).click();
    await expect.poll(() => rows.count(), PATIENCE).toBe(3);
    await rows.filter({ hasText: "step 20" }).last().getByRole("button", { name: "Delete" }).click();
    await expect.poll(() => rows.count(), PATIENCE).toBe(2);
    await page.getByRole("status").getByRole("button", { name: "Undo" }).last().click();
    await page.getByRole("button", { name: "Files" }).click();
    await expect.poll(() => rows.count(), PATIENCE).toBe(3);
  });
});

test("a second page sees that the run is in hand elsewhere, opens a copy, or takes it over: the first then stops", async () => {
  const page = await pages.open(SMALL);
  await train(page, 20);
  await kept(page);
  const { runId } = await statusOf(page);
  const second = await page.context().newPage();
  await second.goto(page.url());
  await second.evaluate(() => window.playground.ready);
  const press = async (name: string) => {
    await second.getByRole("button", { name: "Files" }).click();
    await second.getByRole("button", { name }).click();
    await untilStep(second, 20);
    await second.keyboard.press("Escape");
  };
  await press("Open a copy");
  expect((await statusOf(second)).runId).not.toBe(runId);
  await expect.poll(() => notices(second), PATIENCE).toContain("Another tab has this run in hand");
  await press("Take over");
  await expect.poll(async () => (await statusOf(second)).runId, PATIENCE).toBe(runId);
  await expect.poll(() => notices(page), PATIENCE).toContain("Another tab has taken this run over");
  expect((await statusOf(page)).runId).not.toBe(runId);
  expect(await train(page, 5)).toBe(25);
});

test("a run file opens in another browser and trains on to the same; a damaged one is refused", async () => {
  const page = await pages.open(SMALL);
  await train(page, 23);
  const bytes = await exportRun(page);
  await train(page, 20);
  const other = await pages.open(SMALL);
  await other.evaluate((file) => window.playground.importWeights(Uint8Array.from(file)), bytes);
  expect(await train(other, 20)).toBe(43);
  expect(await historyOf(other)).toEqual(await historyOf(page));
  expect(largestDifference(await weightsOf(page), await weightsOf(other))).toBe(0);
  const damaged = bytes.map((byte, at) => (at === bytes.length - 1000 ? byte ^ 1 : byte));
  await expect(other.evaluate((file) => window.playground.importWeights(Uint8Array.from(file)), damaged)).rejects.toThrow("it is damaged");
  expect((await statusOf(other)).step).toBe(43);
});

test("where nothing can be stored the page trains on and says that it is not saved", async () => {
  const page = await pages.open(SMALL, {
    prepare: (context) =>
      context.route(/adapter-[^/]*\.js/, async (route) => {
        const response = await route.fetch();
        const shim = `IDBFactory.prototype.open = () => { throw new DOMException("storage is blocked here", "SecurityError"); };\n`;
        await route.fulfill({ response, body: shim + (await response.text()) });
      }),
  });
  expect(await train(page, 20)).toBe(20);
  await expect.poll(() => notices(page), PATIENCE).toMatch(/This run is not saved: .*storage is blocked here/);
  expect(await train(page, 5)).toBe(25);
});
