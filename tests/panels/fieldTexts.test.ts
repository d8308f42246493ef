import { describe, expect, test } from "vitest";
import { RANGES } from "../../src/experiment/ranges";
import { duration, readNumber, writeNumber } from "../../src/panels/controls/numberText";
import { countScale, doublingScale, linearScale, logScale, nudgeDecade } from "../../src/panels/controls/sliders";
import { nudgeWidth, readWidths, writeWidths } from "../../src/panels/controls/widthsText";

describe("a number field's text", () => {
  test("reads what it writes", () => {
    for (const value of [0.001, 1e-8, 0, 60000, null]) {
      expect(readNumber("Clip norm", writeNumber(value), { min: 0, max: 1e6, integer: false, nullable: true })).toEqual({ value });
    }
  });

  test("takes grouped digits and a true minus sign", () => {
    expect(readNumber("Images", "60\u2009000", RANGES["data.trainSize"])).toEqual({ value: 60000 });
    expect(readNumber("z", "−1.5", { min: -3, max: 3, integer: false })).toEqual({ value: -1.5 });
  });

  test.each(["50", "abc", "1e999", "-1"])("refuses %o as a learning rate, naming the field, the text and the range", (text) => {
    const reading = readNumber("Learning rate", text, RANGES["optimizer.learningRate"]);
    expect(reading).toEqual({ problem: `Learning rate was “${text}”; it must be a number from 1e-8 to 10.` });
  });

  test("says that an emptied field was empty", () => {
    expect(readNumber("β", " ", RANGES["objective.beta.value"])).toEqual({ problem: expect.stringMatching(/^β was empty; it must be /) });
    expect(readWidths("Encoder", "")).toEqual({ problem: expect.stringMatching(/^Encoder was empty; it must be /) });
  });

  test("refuses fractions where a whole number is asked for, and none where there must be one", () => {
    expect(readNumber("Batch size", "12.5", RANGES.batchSize)).toHaveProperty("problem");
    expect(readNumber("Seed", "none", RANGES.seed)).toHaveProperty("problem");
    expect(readNumber("Stop after", "none", RANGES.stopAfterEpochs)).toEqual({ value: null });
  });
});

describe("layer widths as text", () => {
  test.each([[[]], [[256, 128]], [[1, 1024, 3, 4, 5]]])("%o is read as it is written", (widths) => {
    expect(readWidths("Encoder", writeWidths(widths))).toEqual({ value: widths });
  });

  test("takes commas and spaces", () => {
    expect(readWidths("Encoder", " 512, 64 32 ")).toEqual({ value: [512, 64, 32] });
  });

  test.each(["", "256-", "0-128", "1025", "1-2-3-4-5-6", "a"])("refuses %o", (text) => {
    expect(readWidths("Encoder", text)).toHaveProperty("problem");
  });

  test("channels have limits of their own, and there is always a layer of them", () => {
    const limits = { minLayers: 1, maxLayers: 4, max: 128, noun: "channels" } as const;
    expect(readWidths("Encoder", "128-1-2-3", limits)).toEqual({ value: [128, 1, 2, 3] });
    for (const text of ["0", "none", "129", "1-2-3-4-5"]) expect(readWidths("Encoder", text, limits)).toHaveProperty("problem");
    expect(nudgeWidth("128-64", 0, 1, limits)).toBe("128-64");
  });

  test("an arrow key changes the width at the caret alone, within its range", () => {
    expect(nudgeWidth("256-128", 1, 1)).toBe("512-128");
    expect(nudgeWidth("256-128", 7, -1)).toBe("256-64");
    expect(nudgeWidth("1024-1", 0, 1)).toBe("1024-1");
    expect(nudgeWidth("1024-1", 6, -1)).toBe("1024-1");
  });
});

describe("sliders", () => {
  test.each([
    ["linear", linearScale(0, 10, 0.1), [0, 0.3, 7.5, 10]],
    ["log", logScale(1e-5, 1e-1), [1e-5, 2.5e-4, 1e-3, 1e-1]],
    ["count", countScale(64), [1, 2, 10, 64]],
    ["doubling", doublingScale(2048), [1, 128, 2048]],
  ])("%s: a value's position stands for the value", (_, scale, values) => {
    for (const value of values) expect(scale.fromPosition(scale.toPosition(value))).toBeCloseTo(value, 10);
  });

  test("arrow keys walk 1, 2, 5, 10, both ways, from anywhere", () => {
    expect([0.001, 0.002, 0.005].map((value) => nudgeDecade(value, 1))).toEqual([0.002, 0.005, 0.01]);
    expect([0.01, 0.001, 0.003].map((value) => nudgeDecade(value, -1))).toEqual([0.005, 0.0005, 0.002]);
  });

  test("batch sizes go to the neighbouring powers of two", () => {
    const { nudge } = doublingScale(2048);
    expect([nudge(128, 1), nudge(128, -1), nudge(100, 1), nudge(100, -1)]).toEqual([256, 64, 128, 64]);
  });
});

test("durations keep to two units", () => {
  expect([44.6, 135, 3900].map(duration)).toEqual(["45 s", "2 min 15 s", "1 h 05 min"]);
});
