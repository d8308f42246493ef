import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { builtFiles } from "../../scripts/builtFiles";

const dist = mkdtempSync(join(tmpdir(), "built-"));
afterAll(() => rmSync(dist, { recursive: true }));

function write(file: string, content: string): void {
  mkdirSync(join(dist, file, ".."), { recursive: true });
  writeFileSync(join(dist, file), content);
}

const HASH = "0".repeat(64);
const file = (name: string) => ({ file: `shards/${name}.bin`, bytes: 1, sha256: HASH });
const split = (labels: string, shards: string[]) => ({
  total: 10 * shards.length,
  labels: file(labels),
  shards: shards.map((name) => ({ ...file(name), images: 10 })),
});

function writeBuild(): void {
  write("index.html", "page");
  write("assets/a-1.js", "1");
  write("_headers", "/*\n  A: b");
  write("sw.js", "what was built before");
  write("data/mnist/manifest.json", JSON.stringify({ format: 1, splits: { train: split("tl", ["t0", "t1"]), test: split("el", ["e0"]) } }));
  for (const name of ["tl", "t0", "t1", "el", "e0"]) write(`data/mnist/shards/${name}.bin`, "x");
}

test("everything the page may ask for is listed, MNIST by when it is read", () => {
  writeBuild();
  const { files, data } = builtFiles(dist);
  expect(Object.keys(files)).toEqual(["assets/a-1.js", "data/mnist/manifest.json", "index.html"]);
  expect(files["index.html"]).toBe(createHash("sha256").update("page").digest("base64"));
  const from = Object.entries(data).map(([path, value]) => [path.replace("data/mnist/shards/", ""), value.from]);
  expect(Object.fromEntries(from)).toEqual({ "tl.bin": 0, "el.bin": 0, "e0.bin": 0, "t0.bin": 0, "t1.bin": 10 });
});

test("the version is another when a file, its name or a header is, and the same when none is", () => {
  writeBuild();
  const { version } = builtFiles(dist);
  write("sw.js", "another");
  expect(builtFiles(dist).version).toBe(version);
  for (const [path, content] of [
    ["assets/a-1.js", "2"],
    ["assets/b-1.js", "1"],
    ["_headers", "/*\n  A: c"],
  ]) {
    const before = builtFiles(dist).version;
    write(path, content);
    expect(builtFiles(dist).version).not.toBe(before);
  }
});

test("a folder that lacks a shard of the manifest is refused by name", () => {
  writeBuild();
  rmSync(join(dist, "data/mnist/shards/t1.bin"));
  expect(() => builtFiles(dist)).toThrow("lacks data/mnist/shards/t1.bin");
});
