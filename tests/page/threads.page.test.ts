import { createHash } from "node:crypto";
import { availableParallelism } from "node:os";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { serve } from "../../scripts/serve";
import { historyOf, statusOf, train } from "./model";
import { DIST, PATIENCE, testPages } from "./page";

const pages = testPages();

/** Wide enough that every product is cut among threads. */
const WIDE = "?engine=simd#n=4000&enc=200-100&dec=200&latent=8&fb=0.1&epochs=none";

function badge(page: Page): Promise<string | null> {
  return page.getByRole("button", { name: /^Engine: / }).textContent();
}

async function trained(page: Page) {
  await train(page, 25);
  const weights = await page.evaluate(async () => Array.from(await window.playground.exportWeights()));
  return { points: await historyOf(page), weights: createHash("sha256").update(Uint8Array.from(weights)).digest("hex") };
}

test("an isolated page computes on several threads, another on one, and the run is the same to the bit", async () => {
  const isolated = await pages.open(WIDE);
  const threads = availableParallelism() > 1 ? /SIMD · [2-8] threads/ : /SIMD · 1 thread/;
  await expect.poll(() => badge(isolated), PATIENCE).toMatch(threads);
  const withThreads = await trained(isolated);

  const server = await serve(DIST, { port: 0, headers: [] });
  try {
    const plain = await pages.open(WIDE, { server });
    await expect.poll(() => badge(plain), PATIENCE).toMatch(/SIMD · 1 thread(?!s)/);
    expect((await statusOf(plain)).engineReason).toMatch(/One thread, since this page is served without the headers that threads need\.$/);
    expect(await trained(plain)).toEqual(withThreads);
  } finally {
    await server.close();
  }
});
