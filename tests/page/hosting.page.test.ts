import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { serve } from "../../scripts/serve";
import { train } from "./model";
import { testPages } from "./page";

const pages = testPages();

test("the page starts under its production headers, isolated, and trains the default experiment", async () => {
  const page = await pages.open();
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  expect(await train(page, 3)).toBe(3);
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
  cpSync(fileURLToPath(new URL("../../dist", import.meta.url)), join(site, "some/where"), { recursive: true });
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
