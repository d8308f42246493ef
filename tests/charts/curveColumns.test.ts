import { describe, expect, it } from "vitest";
import { curveColumns, extendColumns } from "../../src/charts/curveColumns";
import { largestDimensions, stackKl } from "../../src/charts/klStack";
import type { HistoryPoint } from "../../src/worker/protocol";

function point(step: number, split: HistoryPoint["split"], klPerDimension = [1, 2, 0.5]): HistoryPoint {
  const kl = klPerDimension.reduce((sum, value) => sum + value, 0);
  return {
    step,
    epoch: step / 468,
    split,
    reconstruction: -150 + step / 1000,
    kl,
    elbo: -150 - kl,
    loss: 150 + kl,
    beta: 1,
    klPerDimension,
  };
}

const HISTORY = Array.from({ length: 1000 }, (_, index) => point(index + 1, index % 10 === 9 ? "test" : "train"));

describe("columns of a history", () => {
  it("hold one split each, in order", () => {
    const test = curveColumns(HISTORY, "test");
    expect(Array.from(test.step)).toEqual(HISTORY.filter(({ split }) => split === "test").map(({ step }) => step));
    expect(test.elbo[3]).toBe(test.points[3].elbo);
    expect(test.elboStandardError[0]).toBeNaN();
  });

  it("grown report by report are those made at once, and what was handed out stays", () => {
    let grown = curveColumns([], "train");
    const handedOut = [];
    for (let end = 1; end <= HISTORY.length; end += 7) {
      grown = extendColumns(grown, HISTORY.slice(0, end));
      handedOut.push({ end, columns: grown });
    }
    for (const { end, columns } of handedOut) {
      const whole = curveColumns(HISTORY.slice(0, end), "train");
      expect(columns.step).toEqual(whole.step);
      expect(columns.reconstruction).toEqual(whole.reconstruction);
      expect(columns.points).toEqual(whole.points);
    }
  });

  it("begin anew for another run", () => {
    const first = extendColumns(curveColumns([], "train"), HISTORY);
    const other = [point(1, "train", [9])];
    expect(Array.from(extendColumns(first, other).kl)).toEqual([9]);
    expect(extendColumns(first, []).step.length).toBe(0);
  });
});

describe("KL stacked by dimension", () => {
  it("ends at the total, dimension by dimension in the order of their index", () => {
    const stack = stackKl([point(1, "train"), point(2, "train", [0, 3, 1])]);
    expect(stack.boundaries.map((boundary) => Array.from(boundary))).toEqual([
      [1, 0],
      [3, 3],
      [3.5, 4],
    ]);
  });

  it("leaves out points without KL per dimension, or with one that is not finite", () => {
    const { klPerDimension: _, ...bare } = point(3, "train");
    expect(Array.from(stackKl([point(1, "train"), point(2, "train", [1, Number.NaN, 1]), bare, point(4, "train")]).step)).toEqual([1, 4]);
    expect(stackKl([]).boundaries).toEqual([]);
  });

  it("names the largest first, ties by index", () => {
    expect(largestDimensions([1, 5, 1, 7], 3).map(({ dimension }) => dimension)).toEqual([3, 1, 0]);
  });
});
