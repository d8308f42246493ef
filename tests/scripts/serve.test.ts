import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RunningServer, serve } from "../../scripts/serve";

const folder = mkdtempSync(join(tmpdir(), "serve-"));
const site = join(folder, "site");
const script = "export const one = 1;\n".repeat(100);
let server: RunningServer;

beforeAll(async () => {
  mkdirSync(join(site, "deep"), { recursive: true });
  writeFileSync(join(folder, "secret.txt"), "secret");
  writeFileSync(join(site, "_headers"), "/*\n  X-Test: all\n/deep/*\n  Cache-Control: public, immutable\n");
  writeFileSync(join(site, "index.html"), "<!doctype html>");
  writeFileSync(join(site, "deep/one.js"), script);
  writeFileSync(join(site, "deep/kernel.wasm"), Uint8Array.of(0, 97, 115, 109));
  writeFileSync(join(site, "deep/shard.bin"), Uint8Array.of(31, 139, 8));
  server = await serve(site, { port: 0 });
});

afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

/** The path goes out as it is written: fetch would resolve its dots first. */
function get(path: string, headers: Record<string, string> = {}, method = "GET") {
  return new Promise<{ status: number; headers: Record<string, unknown>; body: Buffer }>((done, fail) => {
    const { hostname, port } = new URL(server.url);
    request({ hostname, port, path, headers, method }, (response) => {
      const pieces: Buffer[] = [];
      response.on("data", (piece) => pieces.push(piece));
      response.on("end", () => done({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(pieces) }));
    })
      .on("error", fail)
      .end();
  });
}

test.each([
  ["/", "text/html; charset=utf-8"],
  ["/deep/one.js?x=1", "text/javascript; charset=utf-8"],
  ["/deep/kernel.wasm", "application/wasm"],
  ["/deep/shard.bin", "application/octet-stream"],
])("%s is %s, with the headers of its path", async (path, type) => {
  const { status, headers } = await get(path);
  expect(status).toBe(200);
  expect(headers).toMatchObject({ "content-type": type, "x-test": "all" });
  expect(headers["cache-control"]).toBe(path.startsWith("/deep") ? "public, immutable" : "no-cache");
});

test("text is compressed as asked, shards are not", async () => {
  const plain = await get("/deep/one.js");
  const brotli = await get("/deep/one.js", { "Accept-Encoding": "gzip, deflate, br" });
  const gzip = await get("/deep/one.js", { "Accept-Encoding": "gzip" });
  expect(plain.body.toString()).toBe(script);
  expect(brotliDecompressSync(brotli.body).toString()).toBe(script);
  expect(gunzipSync(gzip.body).toString()).toBe(script);
  expect(brotli.headers["content-encoding"]).toBe("br");
  expect((await get("/deep/shard.bin", { "Accept-Encoding": "br" })).headers["content-encoding"]).toBeUndefined();
});

test("what a browser has is not sent again", async () => {
  const { headers } = await get("/");
  const again = await get("/", { "If-None-Match": String(headers.etag) });
  expect([again.status, again.body.length]).toEqual([304, 0]);
});

test.each(["/../secret.txt", "/%2e%2e/secret.txt", "/deep/..%2f..%2fsecret.txt", "/%", "/%00", "/_headers", "/deep", "/nothing"])(
  "%s is not found",
  async (path) => {
    const { status, body } = await get(path);
    expect([status, body.toString()]).toEqual([404, "Not found.\n"]);
  },
);

test("only reading is allowed, and HEAD has no body", async () => {
  expect((await get("/", {}, "POST")).status).toBe(405);
  const head = await get("/", {}, "HEAD");
  expect([head.status, head.body.length, head.headers["content-length"]]).toEqual([200, 0, "15"]);
});

test("a port that is taken gives way to the next free one", async () => {
  const port = Number(new URL(server.url).port);
  const other = await serve(site, { port });
  expect(Number(new URL(other.url).port)).toBeGreaterThan(port);
  await other.close();
});
