import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { startNodeSession } from "../../scripts/nodeSession";
import type { ReadFile } from "../../src/data/checkedFile";
import type { HistoryPoint } from "../../src/worker/protocol";
import { openSession, smallExperiment } from "./sessions";

const DATA = new URL("../../public/data/mnist/", import.meta.url);

/** A session whose test images arrive only when `release` is called; the manifest says which files those are. */
async function gatedSession() {
  const manifest = JSON.parse(await readFile(new URL("manifest.json", DATA), "utf8"));
  const gated = new Set(manifest.splits.test.shards.map(({ file }: { file: string }) => file));
  let release: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  const read: ReadFile = async (file) => {
    if (gated.has(file)) await gate;
    return readFile(new URL(file, DATA));
  };
  const points = new Map<string, HistoryPoint[]>();
  const call = startNodeSession((event) => {
    if (event.kind === "history") points.set(event.runId, [...(points.get(event.runId) ?? []), ...event.points]);
  }, read);
  await call.open({ engine: "simd", experiment: smallExperiment() });
  const testPoints = (runId: string) => (points.get(runId) ?? []).filter(({ split }) => split === "test").sort((a, b) => a.step - b.step);
  const arrived = async () => {
    release();
    await call.images("test", [9999]);
    while (testPoints("run-1").length < 4) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  return { call, testPoints, arrived };
}

async function onTime(): Promise<HistoryPoint[]> {
  const session = await openSession();
  await session.call.train({ steps: 60 });
  return session.history().filter(({ split }) => split === "test");
}

describe("the test curve when the test images come late", () => {
  it("is that of images that came on time: over the weights of each step, each step once", async () => {
    const { call, testPoints, arrived } = await gatedSession();
    await call.train({ seconds: 1e-6 });
    await call.train({ steps: 60 });
    expect(testPoints("run-1")).toEqual([]);
    await arrived();
    expect(testPoints("run-1")).toEqual(await onTime());
  });

  it("is kept when the engine is changed, and when the run is put aside, before they come", async () => {
    const { call, testPoints, arrived } = await gatedSession();
    await call.train({ steps: 60 });
    await call.engine("simd");
    await call.reset();
    await arrived();
    expect(testPoints("run-1")).toEqual(await onTime());
    await call.restorePrevious();
    await call.train({ steps: 40 });
    expect(testPoints("run-1").map(({ step }) => step)).toEqual([0, 10, 25, 50, 100]);
  });
});
