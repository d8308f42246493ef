import { expect, test } from "vitest";
import { clock, createProgress, decimal, type ProgressState, progressLine } from "../../scripts/training/progress";
import { DEFAULT_EXPERIMENT } from "../../src/experiment/experiment";
import type { HistoryPoint, RunProgress } from "../../src/worker/protocol";

const point = (split: HistoryPoint["split"], elbo: number): HistoryPoint => ({
  ...{ step: 30, epoch: 0.5, split, reconstruction: elbo + 5, kl: 5, elbo, loss: -elbo, beta: 1 },
});

const run: RunProgress = {
  ...{
    runId: "run-1",
    phase: "training",
    step: 30,
    epoch: 0.5,
    stepsPerEpoch: 60,
    beta: 1,
    betaStep: 30,
    memory: { tensors: 60, bytes: 7_000_000 },
    firstStepSeconds: 0.3,
  },
  imagesPerSecond: 10 * 128,
  secondsLeft: 9,
};

/** 30 steps done, at 10 steps/s with 9 s to go: a quarter of 120. */
const state: ProgressState = { run, history: [point("train", -200.25), point("test", -190.5)], experiment: DEFAULT_EXPERIMENT };

function recorded(isTTY: boolean, quiet = false) {
  const texts: string[] = [];
  const errors: string[] = [];
  const clockNow = { milliseconds: 0 };
  const progress = createProgress({
    out: { isTTY, columns: 100, write: (text: string) => texts.push(text) },
    errors: { write: (text: string) => errors.push(text) },
    quiet,
    now: () => clockNow.milliseconds,
  });
  return { progress, texts, errors, clockNow };
}

test("a line tells epoch, step, both ELBOs, the speed and the time left, with a bar in the room there is", () => {
  const line = progressLine(state, 0, 120);
  expect(line).toContain("25 %  epoch 0.50  step 30  ELBO train −200.3 test −190.5  10.0 steps/s  0:09 left");
  expect(line.startsWith(`[${"#".repeat(6).padEnd(24, "·")}]`)).toBe(true);
  expect(progressLine(state, 10, 120)).toContain("18 %");
  for (const columns of [200, 120, 90, 80, 40, 10]) expect(progressLine(state, 0, columns).length).toBeLessThanOrEqual(columns);
});

test("where there is too little room, whole words are left out: the speed first, then the epoch and the step", () => {
  const late = { ...state, run: { ...run, step: 14_040, epoch: 30, secondsLeft: 723 } };
  expect(progressLine(late, 0, 79)).toContain("epoch 30.00  step 14040  ELBO train −200.3 test −190.5  12:03 left");
  expect(progressLine(late, 0, 79)).not.toContain("steps/s");
  expect(progressLine(late, 0, 66)).toMatch(/% {2}step 14040 {2}ELBO train −200.3 test −190.5 {2}12:03 left$/);
  expect(progressLine(late, 0, 50)).toMatch(/% {2}ELBO train −200.3 test −190.5 {2}12:03 left$/);
});

test("a terminal that does not say how wide it is gets a line for 80 columns", () => {
  const texts: string[] = [];
  const out = { isTTY: true, columns: 0, write: (text: string) => texts.push(text) };
  createProgress({ out, errors: out, quiet: false, now: () => 0 }).end(state);
  expect(texts).toEqual([`${progressLine(state, 0, 79)}\n`]);
});

test("before the speed is known there is no share and no time", () => {
  const line = progressLine({ ...state, run: { ...run, imagesPerSecond: 0, secondsLeft: null }, history: [] }, 0, 120);
  expect(line).toBe("epoch 0.50  step 30  ELBO train … test …");
  expect(progressLine({ ...state, run: null }, 0, 120)).toBe("");
});

test("numbers and times are written for people", () => {
  expect([decimal(-1.25, 1), decimal(3, 2)]).toEqual(["−1.3", "3.00"]);
  expect([decimal(-2.63e26, 1), decimal(12_406_585, 2), decimal(Number.NaN, 1)]).toEqual(["−2.6e+26", "1.24e+7", "NaN"]);
  expect([0, 9.6, 65, 3723].map(clock)).toEqual(["0:00", "0:10", "1:05", "1:02:03"]);
});

test("on a terminal one line is written anew, and lines of their own go above it", () => {
  const { progress, texts, errors } = recorded(true);
  progress.show(state);
  progress.warn("careful");
  progress.end(state);
  expect(errors).toEqual(["warning: careful\n"]);
  const line = progressLine(state, 0, 99);
  expect(texts.join("")).toBe(`\r\u001b[K${line}\r\u001b[K${line}\r\u001b[K${line}\n`);
});

test("elsewhere there is a line every ten seconds, and one at the end", () => {
  const { progress, texts, clockNow } = recorded(false);
  progress.begin(0);
  for (const seconds of [1, 9.9, 10, 12, 19, 20]) {
    clockNow.milliseconds = 1000 * seconds;
    progress.show(state);
  }
  progress.end(state);
  expect(texts).toHaveLength(3);
  expect(texts.every((text) => text.endsWith("\n") && !text.includes("\r"))).toBe(true);
});

test("quiet leaves only warnings", () => {
  const { progress, texts, errors } = recorded(true, true);
  progress.show(state);
  progress.print("hello");
  progress.end(state);
  progress.warn("careful");
  expect([texts, errors]).toEqual([[], ["warning: careful\n"]]);
});
