import { expect, test } from "vitest";
import { pendingReports } from "../../src/training/pendingReports";

test("waits until no more than so many reports are under way, in their order", async () => {
  const reports = pendingReports();
  const ends: (() => void)[] = [];
  const seen: number[] = [];
  for (let i = 0; i < 3; i++) reports.begin(new Promise<void>((resolve) => ends.push(resolve)).then(() => seen.push(i)));
  const waiting = reports.atMost(1).then(() => seen.push(-1));
  ends[0]();
  ends[1]();
  await waiting;
  expect(seen).toEqual([0, 1, -1]);
  ends[2]();
  await reports.atMost(0);
  expect(seen).toEqual([0, 1, -1, 2]);
});

test("a report that fails is told once, and does not stand in the way of what follows", async () => {
  const reports = pendingReports();
  reports.begin(Promise.reject(new Error("the engine is gone")));
  await expect(reports.atMost(0)).rejects.toThrow("the engine is gone");
  await reports.atMost(0);
});
