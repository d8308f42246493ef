import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { headersFor, parseHeaders } from "../../scripts/headers";

const production = parseHeaders(readFileSync(new URL("../../public/_headers", import.meta.url), "utf8"));

test("rules apply by path, later ones over earlier ones", () => {
  const rules = parseHeaders("# comment\n/*\n  A: 1\n  B: x: y; z\n\n/deep/*\n  A: 2\n");
  expect(headersFor(rules, "/index.html")).toEqual({ A: "1", B: "x: y; z" });
  expect(headersFor(rules, "/deep/file.js")).toEqual({ A: "2", B: "x: y; z" });
});

test.each(["  A: 1\n", "/*\nA: 1\n", "/*\n  nonsense\n"])("%j is refused with its line", (text) => {
  expect(() => parseHeaders(text)).toThrow(/_headers, line \d/);
});

test.each(["/", "/index.html", "/worker/session.js", "/data/mnist/manifest.json"])("%s gets the policy and is isolated", (path) => {
  const headers = headersFor(production, path);
  expect(headers["Content-Security-Policy"]).toMatch(/^default-src 'none'; script-src 'self' 'wasm-unsafe-eval';/);
  expect(headers["Content-Security-Policy"]).toContain("require-trusted-types-for 'script'; trusted-types vae-worker");
  expect(headers).toMatchObject({ "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" });
  expect(headers["Cache-Control"]?.includes("immutable") ?? false).toBe(path.startsWith("/worker"));
});
