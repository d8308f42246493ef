import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createOutbox } from "../../src/worker/outbox";
import type { FromWorker, SessionEvent } from "../../src/worker/protocol";

const progress = (phase: "idle" | "training", step: number): SessionEvent => ({
  kind: "progress",
  progress: {
    runId: "r",
    phase,
    step,
    epoch: 0,
    stepsPerEpoch: 1,
    imagesPerSecond: 0,
    secondsLeft: null,
    beta: 1,
    betaStep: step,
    memory: { tensors: 60, bytes: 7_000_000 },
    firstStepSeconds: 0.3,
  },
});
const points = (): SessionEvent => ({ kind: "history", runId: "r", points: [] });
const notice: SessionEvent = { kind: "notice", level: "warning", text: "said" };

let posted: FromWorker[];
const kinds = () => posted.map((message) => (message.kind === "events" ? message.events.map(({ kind }) => kind) : message.kind));

beforeEach(() => {
  vi.useFakeTimers();
  posted = [];
});
afterEach(() => vi.useRealTimers());

test("while nothing trains every event goes out at once", () => {
  const { emit } = createOutbox((message) => posted.push(message));
  emit(points());
  emit(progress("idle", 0));
  expect(kinds()).toEqual([["history"], ["progress"]]);
});

test("while training curves and progress go out together, 150 ms after the first", () => {
  const { emit } = createOutbox((message) => posted.push(message));
  emit(progress("training", 0));
  vi.advanceTimersByTime(60);
  emit(points());
  vi.advanceTimersByTime(89);
  expect(posted).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(kinds()).toEqual([["progress", "history"]]);
  vi.advanceTimersByTime(1000);
  expect(posted.length).toBe(1);
});

test("a notice, the end of training and an answer wait for nothing, and come after what happened before them", () => {
  const { emit, send } = createOutbox((message) => posted.push(message));
  emit(progress("training", 0));
  emit(notice);
  emit(points());
  send({ kind: "answer", id: 1, value: null });
  emit(points());
  emit(progress("idle", 5));
  expect(kinds()).toEqual([["progress", "notice"], ["history"], "answer", ["history", "progress"]]);
  vi.advanceTimersByTime(1000);
  expect(posted.length).toBe(4);
});

test("what cannot be posted is not posted again, and what it makes happen is not lost", () => {
  const { emit } = createOutbox((message) => {
    posted.push(message);
    if (posted.length > 1) return;
    emit(notice);
    throw new Error("refused");
  });
  expect(() => emit(points())).toThrow("refused");
  emit(progress("idle", 0));
  expect(kinds()).toEqual([["history"], ["notice"], ["progress"]]);
});
