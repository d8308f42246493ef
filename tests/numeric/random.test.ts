import { describe, expect, it } from "vitest";
import { normals, pcg3dInto, shuffle, stream, uniformAt, wordXAt } from "../../src/numeric/random";
import fixed from "../fixtures/golden-random.json";

describe("the counter-based generator", () => {
  it.each(fixed)("gives the fixed values of seed $seed, stream $name, step $step, index $index", (figure) => {
    const streamId = stream(figure.seed, figure.name);
    const words = new Int32Array(3);
    pcg3dInto(words, figure.index, figure.step, streamId);
    expect(streamId).toBe(figure.stream);
    expect(Array.from(words, (word) => word >>> 0)).toEqual(figure.words);
    expect(wordXAt(figure.index, figure.step, streamId)).toBe(figure.words[0]);
    expect(uniformAt(figure.index, figure.step, streamId)).toBe(figure.uniform);
    expect(normals(1, figure.step, streamId, figure.index)[0]).toBe(Math.fround(figure.normal));
  });

  it("has normals with the moments of N(0, 1)", () => {
    const count = 200_000;
    const values = normals(count, 3, stream(5, "noise"));
    const moment = (power: number) => values.reduce((sum, value) => sum + value ** power, 0) / count;
    expect(Math.abs(moment(1))).toBeLessThan(4 / Math.sqrt(count));
    expect(Math.abs(moment(2) - 1)).toBeLessThan(4 * Math.sqrt(2 / count));
    expect(Math.abs(moment(3))).toBeLessThan(4 * Math.sqrt(15 / count));
    expect(Math.abs(moment(4) - 3)).toBeLessThan(4 * Math.sqrt(96 / count));
  });

  it("has no correlation between neighbours, steps, streams and seeds", () => {
    const count = 100_000;
    const base = normals(count, 7, stream(1, "noise"));
    const others = [
      normals(count, 7, stream(1, "noise"), 1),
      normals(count, 8, stream(1, "noise")),
      normals(count, 7, stream(1, "bits")),
      normals(count, 7, stream(2, "noise")),
    ];
    for (const other of others) {
      const correlation = base.reduce((sum, value, i) => sum + value * other[i], 0) / count;
      expect(Math.abs(correlation)).toBeLessThan(4 / Math.sqrt(count));
    }
  });

  it("shuffles within bounds, uniformly", () => {
    const counts = new Array(5).fill(0);
    for (let step = 0; step < 20_000; step++) {
      const values = Uint32Array.from([9, 0, 1, 2, 3, 4, 9]);
      shuffle(values, step, stream(1, "order"), 1, 6);
      expect(values[0] + values[6]).toBe(18);
      counts[values.indexOf(2) - 1] += 1;
    }
    for (const count of counts) expect(Math.abs(count - 4000)).toBeLessThan(4 * Math.sqrt(20_000 * 0.2 * 0.8));
  });
});
