import { expect, test } from "vitest";
import { attempt, closeAll, openAll, type Runner } from "../../bench/contestants";
import { type Effort, measureSteps } from "../../bench/measureSteps";
import { parseOptions, SECTIONS } from "../../bench/options";
import { spreadOf } from "../../bench/statistics";
import { stepTable } from "../../bench/table";

const MODEL = { widths: [8], latent: 2, batch: 10, binarized: false };
const EFFORT: Effort = { rounds: 3, block: 100, leastSteps: 6, wholeEvaluations: true, patience: 1000 };

/** Takes so many milliseconds per step, by its own account. */
function runner(milliseconds: number, log: string[] = []): Runner {
  return {
    label: async () => `${milliseconds} ms`,
    blockUnit: 5,
    prepare: async () => undefined,
    steps: async (count) => {
      log.push(`${milliseconds}×${count}`);
      return milliseconds * count;
    },
    product: async () => 1,
    multiplyAddRate: async () => null,
    close: async () => undefined,
  };
}

const contestant = (name: string, native: boolean, open: () => Promise<Runner>) => ({ name, native, threads: 1, open });

test("quartiles lie between their neighbours, and one value is its own median", () => {
  expect(spreadOf([4, 1, 3, 2])).toEqual({ first: 1.75, median: 2.5, third: 3.25 });
  expect(spreadOf([7])).toEqual({ first: 7, median: 7, third: 7 });
  expect(() => spreadOf([])).toThrow("no values");
});

test("options are read, and what is none of them is refused in a sentence", () => {
  expect(parseOptions([])).toEqual({ json: null, quick: false, sections: SECTIONS, all: false, help: false });
  expect(parseOptions(["--only", "growth", "--json", "a.json"])).toMatchObject({ sections: ["growth"], json: "a.json" });
  expect(() => parseOptions(["--only", "nothing"])).toThrow("--only nothing: there are the sections step, epoch, product, growth, cost");
  expect(() => parseOptions(["--json", ""])).toThrow("--json needs the name of a file");
  expect(() => parseOptions(["--fast"])).toThrow("'--fast'");
});

test("contestants take turns, in blocks of whole units", async () => {
  const log: string[] = [];
  const entries = await openAll([contestant("a", false, async () => runner(10, log)), contestant("b", true, async () => runner(50, log))]);
  const rows = await measureSteps(entries, MODEL, EFFORT);
  expect(log.slice(-6)).toEqual(["10×10", "50×5", "10×10", "50×5", "10×10", "50×5"]);
  expect(rows.map(({ samples, steps }) => [samples, steps])).toEqual([
    [[10, 10, 10], 30],
    [[50, 50, 50], 15],
  ]);
  expect(stepTable({ model: MODEL, rows })).toMatch(/a +10\.0 +\[10\.0–10\.0\] +30 +1000 +0\.20 +10 ms/);
});

test("a contestant that cannot start, or fails on the way, is a row that says why, and the others go on", async () => {
  const failing = { ...runner(1), steps: () => Promise.reject(new Error("out of memory\nat line 1")) };
  const entries = await openAll([
    contestant("absent", false, () => Promise.reject(new Error("not installed"))),
    contestant("failing", false, async () => failing),
    contestant("sound", true, async () => runner(2)),
  ]);
  const rows = await measureSteps(entries, MODEL, EFFORT);
  expect(rows.map(({ failure }) => failure)).toEqual(["not installed", "out of memory", null]);
  const text = stepTable({ model: MODEL, rows });
  expect(text).toContain("absent   — not installed");
  expect(text).toContain("failing  — out of memory");
  await attempt(entries[0], () => Promise.reject(new Error("not asked")));
  expect(entries[0].failure).toBe("not installed");
  await closeAll(entries);
});
