import { safeParse } from "valibot";
import { describe, expect, it } from "vitest";
import type { Experiment } from "../../src/experiment/experiment";
import { EXPERIMENT_SCHEMA } from "../../src/experiment/schema";
import { packText, unpackText } from "../../src/training/packedText";
import { type RunFile, readRun, writeRun } from "../../src/training/runFile";
import { freshSnapshot } from "../../src/training/runState";
import { readSafetensors, writeSafetensors } from "../../src/training/safetensors";
import { readWeights, writeWeights } from "../../src/training/weightsFile";
import { parameterSpecs } from "../../src/vae/modelSpec";
import { chance } from "../chance";
import { openSession, smallExperiment } from "../worker/sessions";
import { HOSTILE, MUTATIONS, sealed } from "./fileMutations";

const EXPERIMENT = smallExperiment({ network: { encoder: [2], decoder: [2] } });
const WEIGHTS = writeWeights(EXPERIMENT, 7, freshSnapshot(EXPERIMENT).parameters, "test");

const POINT = { step: 5, epoch: 0.04, reconstruction: -90, kl: 2, elbo: -92, loss: 92, beta: 1 };
const RUN: RunFile = {
  name: "a run",
  run: {
    record: {
      experiment: EXPERIMENT,
      step: 7,
      history: [
        { ...POINT, split: "train", klPerDimension: [1, 1] },
        { ...POINT, split: "test", count: 2000, activeUnits: 2 },
      ],
      changes: [{ step: 3, text: "β 1 → 2" }],
    },
    scheduleStart: 3,
    snapshot: { ...freshSnapshot(EXPERIMENT), step: 7, updates: 4, baseline: { average: 0.1, updates: 2 } },
    metrics: { layout: { samples: null, klColumns: "dimensions" }, sums: Float32Array.of(2, -100, 3, 103, 1, 2), count: 2, lastBeta: 1 },
  },
};
const RUN_BYTES = writeRun(RUN, "test");

const MUTANTS = 10_000;

/** A file with one to three mutations. */
function mutant(bytes: Uint8Array, by: ReturnType<typeof chance>): Uint8Array {
  let out = bytes;
  for (let n = by.pick([1, 1, 1, 2, 3]); n > 0; n--) {
    try {
      out = by.pick(MUTATIONS)(out, by);
    } catch {
      // Nothing is left of it that this mutation is made of.
      return out;
    }
  }
  return out;
}

function expectModel(experiment: Experiment, values: readonly Float32Array[]): void {
  expect(safeParse(EXPERIMENT_SCHEMA, experiment).issues).toBeUndefined();
  const sizes = parameterSpecs(experiment).map(({ shape }) => shape.reduce((product, side) => product * side, 1));
  expect(values.map(({ length }) => length)).toEqual(sizes);
  expect(values.every((each) => each.every(Number.isFinite))).toBe(true);
}

/** The reason without the names and numbers of the case. */
const kindOf = (message: string) => {
  const reason = message.replace(/^the \w+ file was refused: /, "").replace(/^"(\\.|[^"\\])*"/, "a tensor");
  return reason
    .replace(/["([\d-].*$/, "")
    .trim()
    .slice(0, 40);
};

/** How many mutants were read, and how often each reason was given; what is read goes to `judge`. */
function countAnswers<T>(
  bytes: Uint8Array,
  name: string,
  read: (mutant: Uint8Array) => T,
  judge: (value: T) => void,
  seal = (each: Uint8Array) => each,
) {
  const by = chance(name);
  const reasons = new Map<string, number>();
  let accepted = 0;
  let longest = 0;
  for (let i = 0; i < MUTANTS; i++) {
    const file = seal(mutant(bytes, by));
    try {
      judge(read(file));
      accepted += 1;
    } catch (error) {
      if (!(error instanceof Error) || error.constructor !== Error) throw error;
      if (!/^the (weights|run) file was refused: ./.test(error.message)) throw error;
      longest = Math.max(longest, error.message.length);
      const kind = kindOf(error.message);
      reasons.set(kind, (reasons.get(kind) ?? 0) + 1);
    }
  }
  expect(longest).toBeLessThan(700);
  expect(Object.keys(Object.prototype)).toEqual([]);
  return { accepted, reasons: Object.fromEntries([...reasons].sort(([, a], [, b]) => b - a)) };
}

describe("a file that was changed is refused with the reason, or is a whole model of finite values", () => {
  it(`${MUTANTS} weights files`, () => {
    const { accepted, reasons } = countAnswers(WEIGHTS, "weights files", readWeights, ({ experiment, step, values }) => {
      expectModel(experiment, values);
      expect(Number.isSafeInteger(step)).toBe(true);
    });
    expect(accepted).toBeGreaterThan(500);
    expect(Object.keys(reasons).length).toBeGreaterThan(14);
  });

  it(`${MUTANTS} run files, sealed again so that the checksum does not hide what lies behind it`, () => {
    const { accepted, reasons } = countAnswers(
      RUN_BYTES,
      "run files",
      readRun,
      ({ run: { record, snapshot, scheduleStart, metrics } }) => {
        expectModel(record.experiment, snapshot.parameters);
        expectModel(record.experiment, snapshot.first);
        expectModel(record.experiment, snapshot.second);
        expect(snapshot.second.every((values) => values.every((value) => value >= 0))).toBe(true);
        expect(scheduleStart).toBeLessThanOrEqual(snapshot.step);
        expect(metrics === null || metrics.sums[0] === metrics.count).toBe(true);
        expect(JSON.stringify(record.history)).not.toContain("null");
      },
      sealed,
    );
    expect(accepted).toBeGreaterThan(500);
    expect(Object.keys(reasons).length).toBeGreaterThan(24);
  });

  it("a curve of any text is rebuilt point by point, or refused", () => {
    const { arrays, metadata } = readSafetensors(RUN_BYTES, { name: "run file", mostMegabytes: 1, mostTensors: 800 });
    const text = unpackText(arrays.find(({ name }) => name === "curve")?.values ?? new Float32Array());
    const by = chance("curves");
    const withCurve = (curve: string) => {
      const values = packText(curve);
      const others = arrays.filter(({ name }) => name !== "curve");
      return sealed(writeSafetensors({ arrays: [...others, { name: "curve", shape: [values.length], values }], metadata }));
    };
    let accepted = 0;
    for (let i = 0; i < 2000; i++) {
      const found = by.pick([...text.matchAll(/(?<=:)("[^"]*"|-?[\d.]+|\[[^[\]]*\])/g)]);
      const changed = text.slice(0, found.index) + by.pick(HOSTILE) + text.slice(found.index + found[0].length);
      try {
        const { history, changes } = readRun(withCurve(changed)).run.record;
        const values = [history, changes].flat().flatMap((each) => Object.values(each).flat());
        expect(values.every((value) => typeof value === "string" || (typeof value === "number" && Math.abs(value) < 1e40))).toBe(true);
        expect(history.every((point) => Object.getPrototypeOf(point) === Object.prototype)).toBe(true);
        accepted += 1;
      } catch (error) {
        if (!(error instanceof Error) || !error.message.startsWith("the run file was refused: its curve cannot be read: ")) throw error;
      }
    }
    expect(accepted).toBeGreaterThan(200);
    expect(accepted).toBeLessThan(1800);
  });
});

describe("a session that a changed file is given", () => {
  it.each([
    ["weights", WEIGHTS, (each: Uint8Array) => each],
    ["run", RUN_BYTES, sealed],
  ])(
    "keeps its model to the bit when it refuses the %s file, and trains on after all of them",
    async (name, bytes, seal) => {
      const session = await openSession(EXPERIMENT);
      await session.call.train({ steps: 3 });
      let before = await session.call.exportWeights();
      const by = chance(`session/${name}`);
      let refused = 0;
      for (let i = 0; i < 200; i++) {
        const file = seal(mutant(bytes, by));
        const taken = await session.call.importWeights(file).then(
          () => true,
          (error: unknown) => {
            if (!(error instanceof Error) || error.constructor !== Error) throw error;
            return false;
          },
        );
        const after = await session.call.exportWeights();
        if (!taken) expect(after).toEqual(before);
        refused += taken ? 0 : 1;
        before = after;
      }
      expect(refused).toBeGreaterThan(100);
      expect(refused).toBeLessThan(200);
      await session.call.replace(EXPERIMENT);
      expect((await session.call.train({ steps: 2 })).step).toBe(2);
      expect(session.events.filter(({ kind }) => kind === "fault")).toEqual([]);
    },
    60_000,
  );
});
