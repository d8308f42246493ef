import { describe, expect, it } from "vitest";
import { tensorCount } from "../../src/engine/engineMemory";
import type { HistoryPoint } from "../../src/worker/protocol";
import { noticesOf, openSession, smallExperiment, type TestSession } from "./sessions";

/** L_K of so many samples that an evaluation has dozens of chunks. */
const SLOW = smallExperiment({
  network: { encoder: [4], decoder: [4] },
  batchSize: 4,
  data: { digits: [3] },
  objective: { kind: "iwae", samples: 128 },
});

const aMoment = () => new Promise((resolve) => setTimeout(resolve, 2));

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await aMoment();
}

/** The test points of a run as they came. */
function testPoints({ events }: TestSession, runId: string): HistoryPoint[] {
  const points = events.flatMap((event) => (event.kind === "history" && event.runId === runId ? event.points : []));
  return points.filter(({ split }) => split === "test").sort((a, b) => a.step - b.step);
}

/** Trains until the evaluation of that step is under way: the train curve has its point, which comes just before. */
async function trainInto(session: TestSession, step: number): Promise<{ job: Promise<{ step: number }> }> {
  const job = session.call.train({ steps: 12 });
  const isThere = () => session.history().some((point) => point.split === "train" && point.step === step);
  if (step > 0) await until(isThere);
  for (let i = 0; i < 3; i++) await aMoment();
  return { job };
}

async function undisturbed(steps: number): Promise<HistoryPoint[]> {
  const session = await openSession(SLOW);
  await session.call.train({ steps });
  return session.history();
}

describe("while an evaluation of many samples is under way", () => {
  it("pause answers, the points come later, and the run goes on to the curve of one that was not paused", async () => {
    const session = await openSession(SLOW);
    const first = await trainInto(session, 0);
    await session.call.pause();
    expect((await first.job).step).toBe(0);
    expect(testPoints(session, "run-1")).toEqual([]);
    const second = await trainInto(session, 10);
    await session.call.pause();
    expect((await second.job).step).toBe(10);
    expect(testPoints(session, "run-1").map(({ step }) => step)).not.toContain(10);
    await session.call.train({ steps: 15 });
    await until(() => testPoints(session, "run-1").length === 3);
    const bySplit = (points: HistoryPoint[]) => points.toSorted((a, b) => a.split.localeCompare(b.split) || a.step - b.step);
    expect(bySplit(session.history())).toEqual(bySplit(await undisturbed(25)));
  });

  it("a reset answers, and the run put aside gets its point, also when it is brought back meanwhile", async () => {
    const expected = (await undisturbed(10)).filter(({ split }) => split === "test");
    for (const goBack of [false, true]) {
      const session = await openSession(SLOW);
      const { job } = await trainInto(session, 10);
      await session.call.reset();
      await job;
      expect(testPoints(session, "run-1").map(({ step }) => step)).toEqual([0]);
      if (goBack) await session.call.restorePrevious();
      await until(() => testPoints(session, "run-1").length === 2);
      expect(testPoints(session, "run-1")).toEqual(expected);
      if (!goBack) await session.call.restorePrevious();
      expect(session.history().filter(({ split }) => split === "test")).toEqual(expected);
    }
  });

  it("that of a run which is not kept ends, and leaves no tensor behind", async () => {
    const session = await openSession(SLOW);
    const before = tensorCount();
    const { job } = await trainInto(session, 0);
    expect(tensorCount()).toBeGreaterThan(before);
    await session.call.reset();
    await job;
    await until(() => tensorCount() === before);
    expect(testPoints(session, "run-1")).toEqual([]);
  });

  it("another engine is started at once, and the point is made there", async () => {
    const session = await openSession(SLOW);
    const before = tensorCount();
    const { job } = await trainInto(session, 0);
    await session.call.engine("simd");
    await job;
    expect(testPoints(session, "run-1")).toEqual([]);
    await until(() => testPoints(session, "run-1").length === 1);
    await until(() => tensorCount() === before);
    expect(testPoints(session, "run-1")).toEqual((await undisturbed(1)).filter(({ split }) => split === "test"));
    expect(noticesOf(session)).toEqual([]);
  });
});
