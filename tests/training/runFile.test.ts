import { beforeAll, describe, expect, it } from "vitest";
import { packText, unpackText } from "../../src/training/packedText";
import { isRunFile, type RunFile, readRun, writeRun } from "../../src/training/runFile";
import { freshSnapshot } from "../../src/training/runState";
import { readSafetensors, writeSafetensors } from "../../src/training/safetensors";
import { smallExperiment } from "../worker/sessions";

const EXPERIMENT = smallExperiment({
  network: { encoder: [3], decoder: [4] },
  objective: { beta: { kind: "constant", value: 2 } },
} as never);

function someRun(): RunFile {
  const fresh = freshSnapshot(EXPERIMENT);
  const moved = (by: number) => fresh.parameters.map((values, i) => values.map((value, j) => Math.fround(value + by / (1 + i + j))));
  const point = { step: 5, epoch: 0.04, reconstruction: -1 / 3, kl: 2 / 7, elbo: -1 / 3 - 2 / 7, loss: 13 / 21, beta: 0.1 };
  return {
    name: "β is “two”",
    run: {
      record: {
        experiment: EXPERIMENT,
        step: 7,
        history: [
          { ...point, split: "train", gradientNorm: 1e-300, klPerDimension: [0.1, 0.2] },
          { ...point, split: "test", count: 2000, elboStandardError: 0.1, activeUnits: 2 },
        ],
        changes: [{ step: 3, text: "β 1 → 2" }],
      },
      scheduleStart: 3,
      snapshot: {
        step: 7,
        updates: 4,
        parameters: moved(1),
        first: moved(2),
        second: moved(3).map((values) => values.map(Math.abs)),
        baseline: { average: 0.1, updates: 2 },
      },
      metrics: {
        layout: { samples: null, klColumns: "dimensions" },
        sums: Float32Array.of(2, -100, 3, 103, 1, 2),
        count: 2,
        lastBeta: 0.3,
      },
    },
  };
}

/** The file with its metadata changed. */
function withMetadata(bytes: Uint8Array, change: (metadata: Record<string, string>) => Record<string, string>): Uint8Array {
  const { arrays, metadata } = readSafetensors(bytes, { name: "run file", mostMegabytes: 64, mostTensors: 256 });
  return writeSafetensors({ arrays, metadata: change(metadata) });
}

describe("text in float32", () => {
  it("comes back as it was, of any length and script", () => {
    for (const text of ["", "a", "ab", "abc", "abcd", "β ≤ λ", "🙂 KL(q ‖ p)"]) {
      const packed = packText(text);
      expect(packed.every(Number.isInteger)).toBe(true);
      expect(unpackText(packed)).toBe(text);
    }
  });

  it("is refused when numbers or length are not those of text", () => {
    expect(() => unpackText(Float32Array.of(3, 0.5))).toThrow("where three bytes should stand");
    expect(() => unpackText(Float32Array.of(9, 1))).toThrow("length");
  });
});

describe("a run file", () => {
  const made: { bytes: Uint8Array } = { bytes: new Uint8Array() };
  beforeAll(() => {
    made.bytes = writeRun(someRun(), "test");
  });

  it("holds the whole run: what is read is what was written, to the bit", () => {
    expect(readRun(made.bytes)).toEqual(someRun());
    expect(isRunFile(made.bytes)).toBe(true);
  });

  it("holds one without a name, a half-filled window or a moving average", () => {
    const { run } = someRun();
    const plain = { name: null, run: { ...run, metrics: null, snapshot: { ...run.snapshot, baseline: null } } };
    expect(readRun(writeRun(plain, "test"))).toEqual(plain);
  });

  it("is refused after any change of a byte", () => {
    for (let at = 8; at < made.bytes.length; at += 97) {
      const damaged = made.bytes.slice();
      damaged[at] ^= 1;
      // Spaces at the header's end mean nothing.
      if (made.bytes[at] === 0x20) continue;
      expect(() => readRun(damaged), `byte ${at}`).toThrow("the run file was refused");
    }
  });

  it("is refused when it is cut short", () => {
    for (const length of [0, 5, 100, made.bytes.length - 1])
      expect(() => readRun(made.bytes.subarray(0, length))).toThrow("the run file was refused");
  });

  it("of a newer version is refused by that name, whatever else is in it", () => {
    const newer = withMetadata(made.bytes, (metadata) => ({ ...metadata, format: "vae-playground-run/2" }));
    expect(() => readRun(newer)).toThrow("written by a newer version of the page (format 2; this page reads 1)");
    expect(isRunFile(newer)).toBe(true);
  });

  it("that is a weights file is told apart", () => {
    const weights = withMetadata(made.bytes, (metadata) => ({ ...metadata, format: "vae-playground/1" }));
    expect(isRunFile(weights)).toBe(false);
    expect(() => readRun(weights)).toThrow('its format is "vae-playground/1"');
  });
});
