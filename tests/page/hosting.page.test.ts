import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { serve } from "../../scripts/serve";
import { openHost, openPage, type PageHost } from "./openPage";

let host: PageHost;
beforeAll(async () => {
  host = await openHost();
});
afterAll(() => host.close());

test("the page starts under its production headers, isolated, and asks no other host for anything", async () => {
  const { page, errors, foreignRequests } = await openPage(host);
  await page.evaluate(() => window.playground.ready);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await page.evaluate(() => window.playground.train({ steps: 3 }));
  expect(await page.evaluate(() => window.playground.status().step)).toBe(3);
  expect({ errors, foreignRequests }).toEqual({ errors: [], foreignRequests: [] });
});

test("markup from a string is refused by the page's policy", async () => {
  const { page } = await openPage(host);
  const write = () => {
    document.body.innerHTML = "<b>text</b>";
  };
  await expect(page.evaluate(write)).rejects.toThrow(/TrustedHTML/);
});

test("the build works from a deeper path, without headers, on a host that knows nothing of it", async () => {
  const site = mkdtempSync(join(tmpdir(), "deep-"));
  cpSync(fileURLToPath(new URL("../../dist", import.meta.url)), join(site, "some/where"), { recursive: true });
  const server = await serve(site, { port: 0, headers: [] });
  try {
    const { page, errors } = await openPage({ ...host, server }, "some/where/");
    await page.evaluate(() => window.playground.ready);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
    expect(errors).toEqual([]);
  } finally {
    await server.close();
    rmSync(site, { recursive: true });
  }
});

test("a shard that is altered on the way is named, fetched again and then used", async () => {
  const context = await host.browser.newContext();
  let altered = 0;
  await context.route(/shards\/train-00-/, async (route) => {
    const response = await route.fetch();
    const body = await response.body();
    if (altered++ === 0) body[5000] ^= 1;
    await route.fulfill({ response, body });
  });
  const page = await context.newPage();
  await page.goto(host.server.url);
  await page
    .getByText(/train shard 1 of 15 .* was altered/)
    .first()
    .waitFor();
  await page.evaluate(() => window.playground.ready);
  expect(altered).toBe(2);
});
