import { gzipSync } from "node:zlib";
import { afterEach, expect, test, vi } from "vitest";
import type { ReadFile } from "../../src/data/checkedFile";
import { IMAGE_PIXELS } from "../../src/data/manifest";
import { type MnistSource, openMnist } from "../../src/data/mnistSource";
import type { DataProgress } from "../../src/data/progress";
import { type FakeMnist, fakeLevel, fakeMnist } from "./fakeMnist";

interface Opened {
  source: MnistSource;
  requests: string[];
  fresh: string[];
  reports: DataProgress[];
}

const open: MnistSource[] = [];

function opened({ files }: FakeMnist, retrySeconds: number[] = [0.01]): Opened {
  const requests: string[] = [];
  const fresh: string[] = [];
  const reports: DataProgress[] = [];
  const read: ReadFile = async (file, options) => {
    requests.push(file);
    if (options.fresh) fresh.push(file);
    const bytes = files.get(file);
    if (bytes === undefined) throw new Error("HTTP 404");
    return bytes;
  };
  const source = openMnist(read, (progress) => reports.push(progress), retrySeconds);
  open.push(source);
  return { source, requests, fresh, reports };
}

afterEach(() => {
  for (const source of open.splice(0)) source.close();
  vi.unstubAllGlobals();
});

const last = (reports: DataProgress[]): DataProgress => reports[reports.length - 1];

test("labels come first, then the first training shard, the test shards, the other training shards", async () => {
  const { source, requests } = opened(fakeMnist());
  source.need(10);
  await Promise.all([source.require("train", 10), source.require("test", 5)]);
  expect(new Set(requests.slice(1, 3))).toEqual(new Set(["shards/train-labels.bin", "shards/test-labels.bin"]));
  expect([requests[0], ...requests.slice(3)]).toEqual([
    "manifest.json",
    "shards/train-0.bin",
    "shards/test-0.bin",
    "shards/test-1.bin",
    "shards/train-1.bin",
    "shards/train-2.bin",
  ]);
});

test("every pixel and label is where the official order puts it", async () => {
  const { source } = opened(fakeMnist());
  await Promise.all([source.require("train", 10), source.require("test", 5)]);
  const pixels = source.pixels("train");
  expect(pixels.length).toBe(10 * IMAGE_PIXELS);
  for (let i = 0; i < pixels.length; i++) expect(pixels[i]).toBe(fakeLevel(Math.floor(i / IMAGE_PIXELS)));
  expect([...(await source.labels("test"))]).toEqual([0, 1, 2, 3, 4]);
});

test("a small training size fetches only what it needs, and more when more is needed", async () => {
  const { source, requests, reports } = opened(fakeMnist());
  source.need(3);
  await Promise.all([source.require("train", 3), source.require("test", 5)]);
  await vi.waitFor(() => expect(last(reports).imagesReady).toBe(last(reports).imagesTotal));
  expect(requests).not.toContain("shards/train-1.bin");
  expect(last(reports)).toMatchObject({ imagesTotal: 4 + 5, ready: true, problem: null });
  expect(last(reports).bytesLoaded).toBe(last(reports).bytesTotal);
  source.need(8);
  await source.require("train", 8);
  expect(requests).toContain("shards/train-1.bin");
  expect(requests).not.toContain("shards/train-2.bin");
  expect(source.isReady("train", 7)).toBe(true);
  expect(source.isReady("train", 8)).toBe(false);
});

test("progress counts up to its totals and is ready from labels and first shard on", async () => {
  const { source, reports } = opened(fakeMnist());
  source.need(10);
  await Promise.all([source.require("train", 10), source.require("test", 5)]);
  await vi.waitFor(() => expect(last(reports)).toMatchObject({ imagesReady: 15, imagesTotal: 15, ready: true, problem: null }));
  expect(last(reports).bytesLoaded).toBe(last(reports).bytesTotal);
  const images = reports.map(({ imagesReady }) => imagesReady);
  expect(images).toEqual([...images].sort((a, b) => a - b));
  for (const { ready, imagesReady } of reports) expect(ready && imagesReady === 0).toBe(false);
});

const DAMAGE: [string, (bytes: Uint8Array, files: Map<string, Uint8Array>) => void, RegExp][] = [
  ["missing", (_bytes, files) => files.delete("shards/train-1.bin"), /could not be loaded \(HTTP 404\)/],
  ["truncated", (bytes, files) => files.set("shards/train-1.bin", bytes.slice(0, -5)), /is truncated: \d+ of \d+ bytes/],
  ["too long", (bytes, files) => files.set("shards/train-1.bin", Uint8Array.from([...bytes, 0])), /is longer than its \d+ bytes/],
  ["altered", (bytes, files) => files.set("shards/train-1.bin", bytes.with(20, bytes[20] ^ 1)), /was altered/],
  ["empty", (_bytes, files) => files.set("shards/train-1.bin", new Uint8Array(0)), /is truncated: 0 of \d+ bytes/],
];

test.each(DAMAGE)("a %s shard is named, fetched again, and not ready before it is right", async (_what, damage, reason) => {
  const mnist = fakeMnist();
  const right = mnist.files.get("shards/train-1.bin") as Uint8Array;
  damage(right, mnist.files);
  const { source, requests, fresh, reports } = opened(mnist);
  source.need(10);
  await Promise.all([source.require("train", 4), source.require("test", 5)]);
  await vi.waitFor(() => expect(requests.filter((file) => file === "shards/train-1.bin").length).toBeGreaterThan(2));
  expect(last(reports).problem).toMatch(/^train shard 2 of 3 \(shards\/train-1\.bin\) .*; trying again in 0\.01 s$/);
  expect(last(reports).problem).toMatch(reason);
  expect(fresh).toContain("shards/train-1.bin");
  expect(source.isReady("train", 4)).toBe(false);
  expect(source.isReady("train", 8)).toBe(true);
  expect(
    source
      .pixels("train")
      .subarray(4 * IMAGE_PIXELS, 8 * IMAGE_PIXELS)
      .every((byte) => byte === 0),
  ).toBe(true);
  mnist.files.set("shards/train-1.bin", right);
  await source.require("train", 10);
  await vi.waitFor(() => expect(last(reports).problem).toBeNull());
  expect(source.pixels("train")[4 * IMAGE_PIXELS]).toBe(fakeLevel(4));
  expect(last(reports).bytesLoaded).toBe(last(reports).bytesTotal);
});

test("without crypto.subtle a damaged shard is still found", async () => {
  vi.stubGlobal("crypto", {});
  const mnist = fakeMnist();
  const right = mnist.files.get("shards/train-0.bin") as Uint8Array;
  mnist.files.set("shards/train-0.bin", right.with(right.length - 6, right[right.length - 6] ^ 1));
  const { source, reports } = opened(mnist);
  await vi.waitFor(() => expect(last(reports).problem).toMatch(/train shard 1 of 3 .* was altered/));
  expect(last(reports).ready).toBe(false);
  mnist.files.set("shards/train-0.bin", right);
  await source.require("train", 4);
});

test("a list of files that is none is named and fetched again", async () => {
  const mnist = fakeMnist();
  const right = mnist.files.get("manifest.json") as Uint8Array;
  mnist.files.set("manifest.json", new TextEncoder().encode("<!doctype html>"));
  const { source, reports } = opened(mnist);
  await vi.waitFor(() =>
    expect(reports.length > 0 && last(reports).problem).toMatch(/^the list of data files \(manifest\.json\) is not a list/),
  );
  mnist.files.set("manifest.json", right);
  await source.labels("train");
});

test("shards of the wrong length are refused even when the list vouches for them", async () => {
  const mnist = fakeMnist();
  mnist.files.set("shards/train-0.bin", new Uint8Array(gzipSync(new Uint8Array(5))));
  vi.stubGlobal("crypto", {});
  mnist.manifest.splits.train.shards[0].bytes = mnist.files.get("shards/train-0.bin")?.length ?? 0;
  mnist.files.set("manifest.json", new TextEncoder().encode(JSON.stringify(mnist.manifest)));
  const { reports } = opened(mnist);
  await vi.waitFor(() => expect(reports.length > 0 && last(reports).problem).toMatch(/it holds 5 bytes instead of 3136/));
});

test("a shard that unpacks to far more than its images is given up as soon as that shows", async () => {
  const mnist = fakeMnist();
  const bomb = new Uint8Array(gzipSync(new Uint8Array(50_000_000)));
  vi.stubGlobal("crypto", {});
  mnist.files.set("shards/train-0.bin", bomb);
  mnist.manifest.splits.train.shards[0].bytes = bomb.length;
  mnist.files.set("manifest.json", new TextEncoder().encode(JSON.stringify(mnist.manifest)));
  const { source, reports } = opened(mnist);
  await vi.waitFor(() => expect(reports.length > 0 && last(reports).problem).toMatch(/was altered: it holds more than 3136 bytes/));
  expect(source.isReady("train", 0)).toBe(false);
});

test.each([
  ["shards/train-labels.bin", /^train labels \(shards\/train-labels\.bin\) /],
  ["shards/test-labels.bin", /^test labels \(shards\/test-labels\.bin\) /],
  ["shards/test-1.bin", /^test shard 2 of 2 \(shards\/test-1\.bin\) /],
])("%s, missing, truncated and altered in turn, is named each time and then used", async (file, name) => {
  const mnist = fakeMnist();
  const right = mnist.files.get(file) as Uint8Array;
  mnist.files.delete(file);
  const { source, reports, fresh } = opened(mnist);
  const saysSo = (reason: RegExp) =>
    vi.waitFor(() => {
      expect(last(reports).problem).toMatch(name);
      expect(last(reports).problem).toMatch(reason);
    });
  await vi.waitFor(() => expect(reports.length).toBeGreaterThan(0));
  await saysSo(/HTTP 404/);
  mnist.files.set(file, right.slice(0, 7));
  await saysSo(/is truncated: 7 of/);
  mnist.files.set(file, right.with(12, right[12] ^ 1));
  await saysSo(/was altered/);
  expect(last(reports).ready).toBe(!file.includes("labels"));
  expect(source.isReady("test", 4)).toBe(file.includes("labels"));
  mnist.files.set(file, right);
  await Promise.all([source.labels("train"), source.require("test", 5)]);
  await vi.waitFor(() => expect(last(reports).problem).toBeNull());
  expect(fresh).toContain(file);
});

test("a list of more images than are read is refused before room is made for them", async () => {
  const mnist = fakeMnist();
  const { train } = mnist.manifest.splits;
  const [first] = train.shards;
  Object.assign(train, { total: 1e9, shards: [{ ...first, images: 1e9 }] });
  mnist.files.set("manifest.json", new TextEncoder().encode(JSON.stringify(mnist.manifest)));
  const { reports } = opened(mnist);
  await vi.waitFor(() =>
    expect(reports.length > 0 && last(reports).problem).toMatch(/the train split has 1000000000 images; at most 100000 are read/),
  );
});

test("waits grow from failure to failure up to the last one", async () => {
  const mnist = fakeMnist();
  mnist.files.delete("manifest.json");
  const { reports } = opened(mnist, [0.01, 0.02, 0.03]);
  await vi.waitFor(() => expect(reports.length).toBeGreaterThan(4));
  const waits = reports.slice(0, 5).map(({ problem }) => /again in ([\d.]+) s/.exec(problem ?? "")?.[1]);
  expect(waits).toEqual(["0.01", "0.02", "0.03", "0.03", "0.03"]);
});

test("more images than there are is an error, and so is waiting for a closed source", async () => {
  const { source } = opened(fakeMnist());
  await expect(source.require("test", 6)).rejects.toThrow("the test split has 5 images; 6 were asked for");
  const mnist = fakeMnist();
  mnist.files.delete("shards/train-2.bin");
  const other = opened(mnist);
  const waiting = other.source.require("train", 10);
  other.source.close();
  await expect(waiting).rejects.toThrow("closed");
});

test("a closed source makes no further request", async () => {
  const mnist = fakeMnist();
  mnist.files.delete("shards/train-0.bin");
  const { source, requests, reports } = opened(mnist);
  await vi.waitFor(() => expect(last(reports).problem).not.toBeNull());
  source.close();
  const [before, reported] = [requests.length, reports.length];
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect([requests.length, reports.length]).toEqual([before, reported]);
});
