import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, sep } from "node:path";
import { expect, test } from "vitest";
import { headersFor, parseHeaders, repeatedHeaders } from "../../scripts/headers";
import { serve } from "../../scripts/serve";
import { train } from "./model";
import { DIST, testPages } from "./page";

const pages = testPages();

test("the page starts under its production headers, isolated, and trains the default experiment", async () => {
  const page = await pages.open();
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  expect(await train(page, 3)).toBe(3);
});

test("every built file has a content policy from one rule, and no header from two", () => {
  const rules = parseHeaders(readFileSync(join(DIST, "_headers"), "utf8"));
  const files = readdirSync(DIST, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && entry.name !== "_headers");
  const paths = files.map(({ parentPath, name }) => `/${relative(DIST, join(parentPath, name)).split(sep).join("/")}`);
  expect(paths).toContain("/embed.html");
  expect(paths.filter((path) => headersFor(rules, path)["Content-Security-Policy"] === undefined)).toEqual([]);
  expect(paths.filter((path) => repeatedHeaders(rules, path).length > 0)).toEqual([]);
});

test("markup from a string is refused by the page's policy", async () => {
  const page = await pages.open("", { expected: /TrustedHTML/, ready: false });
  const write = () => {
    document.body.innerHTML = "<b>text</b>";
  };
  await expect(page.evaluate(write)).rejects.toThrow(/TrustedHTML/);
});

test("the build works from a deeper path, without headers, on a host that knows nothing of it", async () => {
  const site = mkdtempSync(join(tmpdir(), "deep-"));
  cpSync(DIST, join(site, "some/where"), { recursive: true });
  const server = await serve(site, { port: 0, headers: [] });
  try {
    const page = await pages.open("some/where/", { server });
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
    expect(await train(page, 2)).toBe(2);
    await page.getByRole("button", { name: "Help" }).click();
    await page.getByRole("dialog", { name: "VAE Playground" }).waitFor();
  } finally {
    await server.close();
    rmSync(site, { recursive: true });
  }
});
