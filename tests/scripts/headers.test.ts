import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { headersFor, parseHeaders, repeatedHeaders } from "../../scripts/headers";

const production = parseHeaders(readFileSync(new URL("../../public/_headers", import.meta.url), "utf8"));

test("rules apply by path, and a header of two rules has both values, as hosts join them", () => {
  const rules = parseHeaders("# comment\n/*\n  A: 1\n  B: x: y; z\n\n/deep/*\n  a: 2\n");
  expect(headersFor(rules, "/index.html")).toEqual({ A: "1", B: "x: y; z" });
  expect(headersFor(rules, "/deep/file.js")).toEqual({ A: "1, 2", B: "x: y; z" });
  expect([repeatedHeaders(rules, "/index.html"), repeatedHeaders(rules, "/deep/file.js")]).toEqual([[], ["a"]]);
});

test.each(["  A: 1\n", "/*\nA: 1\n", "/*\n  nonsense\n"])("%j is refused with its line", (text) => {
  expect(() => parseHeaders(text)).toThrow(/_headers, line \d/);
});

/** Every path under which the built page is asked for something, one of each kind. */
const DOCUMENTS = ["/", "/index", "/index.html", "/embed", "/embed.html"];
const FILES = ["/assets/index.js", "/icon.svg", "/data/mnist/manifest.json", "/data/mnist/shards/train-0.bin"];
const WORKER = "/worker/session.js";

test.each([...DOCUMENTS, WORKER, ...FILES])(
  "%s gets no header twice, is isolated, and is cached for long where its name has a hash",
  (path) => {
    const headers = headersFor(production, path);
    expect(repeatedHeaders(production, path)).toEqual([]);
    expect(headers).toMatchObject({ "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" });
    expect(headers["Cache-Control"]?.includes("immutable") ?? false).toBe(/^\/(worker|assets|data\/mnist\/shards)\//.test(path));
  },
);

test.each([...DOCUMENTS, WORKER])("%s gets the policy of documents and workers; only the figure may be framed", (path) => {
  const { "Content-Security-Policy": policy, "Cross-Origin-Resource-Policy": resource } = headersFor(production, path);
  const isFigure = path.startsWith("/embed");
  expect(policy).toMatch(/^default-src 'none'; script-src 'self' 'wasm-unsafe-eval';/);
  expect(policy).toContain("require-trusted-types-for 'script'; trusted-types vae-worker");
  expect(policy).toContain(`; frame-ancestors ${isFigure ? "'self' https:" : "'none'"};`);
  expect(resource).toBe(isFigure ? "cross-origin" : undefined);
});

test("the policies differ in who may frame the document, and in that only the page may start a service worker", () => {
  const policyOf = (path: string) => headersFor(production, path)["Content-Security-Policy"];
  const common = (path: string) =>
    policyOf(path)
      .replace(/frame-ancestors [^;]+/, "")
      .replace(" vae-offline", "");
  expect(new Set([...DOCUMENTS, WORKER].map(common)).size).toBe(1);
  const mayStart = [...DOCUMENTS, WORKER].filter((path) => policyOf(path).endsWith("trusted-types vae-worker vae-offline"));
  expect(mayStart).toEqual(DOCUMENTS.filter((path) => !path.startsWith("/embed")));
});

test.each(FILES)("%s may do nothing as a document", (path) => {
  expect(headersFor(production, path)["Content-Security-Policy"]).toBe("default-src 'none'; frame-ancestors 'none'");
});
