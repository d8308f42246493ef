import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { total, weigh } from "../../scripts/sizeBudget";

const dist = mkdtempSync(join(tmpdir(), "dist-"));
afterAll(() => rmSync(dist, { recursive: true }));

function write(file: string, content: string): void {
  mkdirSync(join(dist, file, ".."), { recursive: true });
  writeFileSync(join(dist, file), content);
}

test("what loads at start is counted whole, what waits is not", () => {
  write(
    "index.html",
    '<script type="module" crossorigin src="./assets/main.js"></script><link rel="stylesheet" crossorigin href="./assets/main.css">',
  );
  write("assets/main.js", 'import{a as b}from"./shared.js";import("./later.js");const label="β";');
  write("assets/shared.js", 'export*from"./deeper.js";');
  write("assets/deeper.js", "export const a=1;");
  write("assets/later.js", "export const c=1;");
  const face = (name: string, range: string) => `@font-face{src:url(./${name}.woff2)format("woff2");unicode-range:${range}}`;
  write("assets/main.css", face("latin", "U+00??,U+2000-206F") + face("greek", "U+370-3FF") + face("cyrillic", "U+0400-045F"));
  for (const name of ["latin", "greek", "cyrillic"]) write(`assets/${name}.woff2`, "x".repeat(100));
  write("worker/session.js", "import('./part.js')");
  write("worker/part.js", "1");
  const { start, worker } = weigh(dist);
  expect(start.map(({ file }) => file)).toEqual([
    "index.html",
    "assets/main.js",
    "assets/shared.js",
    "assets/deeper.js",
    "assets/main.css",
    "assets/latin.woff2",
    "assets/greek.woff2",
  ]);
  expect(start.find(({ file }) => file.endsWith("latin.woff2"))?.gzip).toBe(100);
  expect(worker.map(({ file }) => file).sort()).toEqual(["worker/part.js", "worker/session.js"]);
  expect(total(start)).toBeGreaterThan(200);
});
