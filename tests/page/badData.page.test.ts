import type { BrowserContext, Route } from "playwright-core";
import { expect, test } from "vitest";
import { historyOf, statusOf, train } from "./model";
import { PATIENCE, SMALL, testPages } from "./page";

const pages = testPages();
const FIRST_SHARD = /shards\/train-00-/;

/** Does something else with the first `count` requests for a file. */
function first(count: number, pattern: RegExp, instead: (route: Route) => Promise<void>) {
  const seen = { requests: 0 };
  const prepare = (context: BrowserContext) =>
    context.route(pattern, (route) => {
      seen.requests++;
      return seen.requests <= count ? instead(route) : route.continue();
    });
  return { seen, prepare };
}

const FAULTS: [name: string, message: RegExp, instead: (route: Route) => Promise<void>][] = [
  [
    "altered",
    /train shard 1 of 15 .* was altered/,
    async (route) => {
      const response = await route.fetch();
      const body = await response.body();
      body[5000] ^= 1;
      await route.fulfill({ response, body });
    },
  ],
  [
    "truncated",
    /train shard 1 of 15 .* is truncated: 1000 of \d+ bytes/,
    async (route) => {
      const response = await route.fetch();
      await route.fulfill({ status: 200, contentType: "application/octet-stream", body: (await response.body()).subarray(0, 1000) });
    },
  ],
  ["missing", /train shard 1 of 15 .* could not be loaded \(.*404/, (route) => route.fulfill({ status: 404, body: "not found" })],
];

for (const [name, message, instead] of FAULTS) {
  test(`a shard that is ${name} is named, never trained on, fetched again and then used`, async () => {
    const { seen, prepare } = first(1, FIRST_SHARD, instead);
    const page = await pages.open(SMALL, { prepare, ready: false, expected: /404/ });
    await page.getByText(message).first().waitFor();
    expect((await statusOf(page)).step).toBe(0);
    await expect(page.evaluate(() => window.playground.train({ steps: 1 }))).rejects.toThrow(/no images have arrived yet|not built yet/);
    await page.evaluate(() => window.playground.ready);
    expect(seen.requests).toBe(2);
    await expect.poll(() => page.getByText(message).count(), PATIENCE).toBe(0);
    expect(await train(page, 3)).toBe(3);
  });
}

test("before any data the page shows what will be, says why it cannot train, and loses nothing that is set meanwhile", async () => {
  const held: Route[] = [];
  const page = await pages.open(SMALL, {
    prepare: (context) => context.route(FIRST_SHARD, (route) => void held.push(route)),
    ready: false,
  });
  await expect.poll(() => held.length, PATIENCE).toBe(1);
  await page.getByRole("progressbar", { name: "MNIST loaded" }).waitFor();
  await page.getByRole("img", { name: /decoded digits/ }).waitFor();
  // It says that it is disabled, and still can be pressed and answers.
  await page.getByRole("button", { name: "Train", exact: true }).press("Enter");
  await page.getByRole("status").getByText("The first images are still arriving").waitFor();
  await page.getByRole("button", { name: "Step", exact: true }).click();
  await page.getByRole("status").getByText("no images have arrived yet").waitFor();
  const field = page.getByRole("spinbutton", { name: "Latent dimensions" });
  await field.fill("4");
  await field.press("Enter");
  await expect.poll(() => page.evaluate(() => window.playground.experiment().latent.dim), PATIENCE).toBe(4);
  expect((await statusOf(page)).phase).toBe("loading");
  for (const route of held) await route.continue();
  await page.evaluate(() => window.playground.ready);
  expect(await train(page, 2)).toBe(2);
  expect(await historyOf(page)).not.toEqual([]);
});

test("training waits for a shard that is late instead of changing the order of images", async () => {
  const curves = [];
  const link = "?engine=simd#n=4400&enc=16&dec=16&batch=400";
  for (const late of [false, true]) {
    const held: Route[] = [];
    const prepare = (context: BrowserContext) =>
      context.route(/shards\/train-01-/, (route) => (late ? void held.push(route) : route.continue()));
    const page = await pages.open(link, { prepare });
    const trained = train(page, 11);
    if (late) {
      await expect.poll(async () => (await statusOf(page)).step, PATIENCE).toBe(10);
      expect(await statusOf(page)).toMatchObject({ phase: "training" });
      for (const route of held) await route.continue();
    }
    expect(await trained).toBe(11);
    curves.push(await historyOf(page));
  }
  expect(curves[1]).toEqual(curves[0]);
});

test("a small trainSize loads only the shards that it needs", async () => {
  const shards: string[] = [];
  const page = await pages.open(SMALL, {
    prepare: async (context) => {
      context.on("request", (request) => {
        const shard = /shards\/(train-\d+)-/.exec(request.url())?.[1];
        if (shard !== undefined) shards.push(shard);
      });
    },
  });
  await train(page, 2);
  expect(shards).toEqual(["train-00"]);
});
