import { beforeAll, describe, expect, it } from "vitest";
import { openSession, smallExperiment, type TestSession } from "./sessions";

describe("questions to the model", () => {
  let session: TestSession;
  beforeAll(async () => {
    session = await openSession(smallExperiment({ latent: { dim: 3 } }));
    await session.call.train({ steps: 40 });
  });

  it("give images of the official files", async () => {
    const { pixels, labels } = await session.call.images("test", [0, 7, 9999]);
    expect(labels).toEqual([7, 9, 6]);
    expect(pixels).toHaveLength(3 * 784);
    expect(Math.max(...pixels)).toBe(1);
  });

  it("evaluate the same way twice, and as the test curve does", async () => {
    const once = await session.call.evaluate({ count: 500 });
    expect(await session.call.evaluate({ count: 500 })).toEqual(once);
    expect(once.count).toBe(500);
    expect(once.elbo).toBeCloseTo(once.reconstruction - once.kl, 6);
    expect(once.klPerDimension?.reduce((sum, value) => sum + value, 0)).toBeCloseTo(once.kl, 6);
    expect((await session.call.evaluate({ count: 500, seed: 1 })).elbo).not.toBe(once.elbo);
    await session.call.train({ steps: 10 });
    const point = session.history().findLast(({ split }) => split === "test");
    const evaluation = await session.call.evaluate({ count: 2000 });
    expect(point?.step).toBe(50);
    expect(point?.elbo).toBe(evaluation.elbo);
    expect(point?.activeUnits).toBe(evaluation.activeUnits);
  });

  it("evaluate all there are when a digit has fewer than 1 000 test images", async () => {
    const fives = await openSession(smallExperiment({ data: { digits: [5] } }));
    expect((await fives.call.evaluate()).count).toBe(892);
  });

  it("do not disturb training: the curve is the same with and without them", async () => {
    const quiet = await openSession();
    await quiet.call.train({ steps: 40 });
    const busy = await openSession();
    const training = busy.call.train({ steps: 40 });
    for (let i = 0; i < 5; i++) {
      await busy.call.decode(Float32Array.from([0.1 * i, 0]));
      await busy.call.evaluate({ count: 50 });
    }
    await training;
    expect(busy.history()).toEqual(quiet.history());
  });

  it("have a worksheet whose log-densities are those of encode and decode", async () => {
    const { pixels } = await session.call.images("test", [3, 4]);
    const bits = await session.call.binarize(pixels, 5);
    expect(new Set(bits)).toEqual(new Set([0, 1]));
    const noise = Float32Array.from({ length: 4 * 2 * 3 }, (_, i) => Math.sin(7 * i));
    const sheet = await session.call.worksheet(bits, { samples: 4, noise });
    const { mean, logVariance } = await session.call.encode(bits);
    const z = sheet.z.map((_, i) => mean[i % 6] + noise[i] * Math.exp(logVariance[i % 6] / 2));
    z.forEach((value, i) => {
      expect(sheet.z[i]).toBeCloseTo(value, 4);
    });
    const means = await session.call.decode(sheet.z);
    for (let row = 0; row < 8; row++) {
      let logLikelihood = 0;
      for (let p = 0; p < 784; p++) {
        const [x, mean] = [bits[(row % 2) * 784 + p], means[row * 784 + p]];
        logLikelihood += x === 1 ? Math.log(mean) : Math.log1p(-mean);
      }
      expect(Math.abs(sheet.logLikelihood[row] - logLikelihood)).toBeLessThan(1e-3 * Math.abs(logLikelihood));
      expect(sheet.logWeight[row]).toBeCloseTo(sheet.logLikelihood[row] + sheet.logPrior[row] - sheet.logPosterior[row], 3);
      const d = [0, 1, 2].map((i) => row * 3 + i);
      const prior = d.reduce((sum, i) => sum - 0.5 * (sheet.z[i] ** 2 + Math.log(2 * Math.PI)), 0);
      const posterior = d.reduce((sum, i) => sum - 0.5 * (noise[i] ** 2 + logVariance[i % 6] + Math.log(2 * Math.PI)), 0);
      expect(sheet.logPrior[row]).toBeCloseTo(prior, 4);
      expect(sheet.logPosterior[row]).toBeCloseTo(posterior, 4);
    }
  });

  it.each([
    ["pixels", () => session.call.encode(new Float32Array(10)), "allowed: a multiple of 784"],
    ["grey levels", () => session.call.encode(new Float32Array(784).fill(2)), "allowed: grey levels from 0 to 1"],
    ["codes", () => session.call.decode(new Float32Array(4)), "a multiple of the latent dimension, 3"],
    [
      "codes that are not finite",
      () => session.call.decode(Float32Array.from([Number.NaN, 0, 0])),
      "z[0] was NaN; allowed: finite numbers",
    ],
    ["a count", () => session.call.evaluate({ count: 20_000 }), "count was 20000; allowed: a whole number from 1 to 10000"],
    [
      "importance samples",
      () => session.call.evaluate({ importanceSamples: 0 }),
      "importanceSamples was 0; allowed: a whole number from 1 to 100000",
    ],
    ["noise", () => session.call.worksheet(new Float32Array(784), { noise: new Float32Array(5) }), "noise has 5 values"],
    ["options", () => session.call.evaluate({ counts: 5 } as never), 'the options have "counts"; allowed: split, count'],
    [
      "samples",
      () => session.call.worksheet(new Float32Array(784), { samples: 1e9 }),
      "samples was 1000000000; allowed: a whole number from 1",
    ],
    ["an index", () => session.call.images("test", [10_000]), "an index was 10000; allowed: a whole number from 0 to 9999"],
    ["a split", () => session.call.images("validation" as never, [0]), 'split was "validation"; allowed: "train" or "test"'],
    ["a budget", () => session.call.train({ steps: -1 }), "the budget's steps was -1; allowed: a number above 0"],
    ["bytes", () => session.call.importWeights("weights" as never), "not given as a Uint8Array"],
    ["a budget's name", () => session.call.train({ minutes: 1 } as never), 'the budget has "minutes"'],
    ["weights", () => session.call.importWeights(new TextEncoder().encode("hello, these are not weights")), "it is not a safetensors file"],
  ])("refuse bad %s, saying what is allowed", async (_, ask, message) => {
    const before = await session.call.exportWeights();
    await expect(ask()).rejects.toThrow(message);
    expect(await session.call.exportWeights()).toEqual(before);
  });

  it("count the codes of a mixture's samples, one from each component", async () => {
    const mixed = await openSession(smallExperiment({ latent: { posterior: { kind: "mixture", components: 4 } } }));
    const images = (count: number) => new Float32Array(count * 784);
    const most = mixed.call.worksheet(images(5), { samples: 1001 });
    await expect(most).rejects.toThrow("samples was 1001; allowed: a whole number from 1 to 1000");
    const many = mixed.call.worksheet(images(5001));
    await expect(many).rejects.toThrow("the number of images was 5001; allowed: a whole number from 1 to 5000");
    expect((await mixed.call.worksheet(images(2), { samples: 3 })).logWeight).toHaveLength(2 * 3 * 4);
  });
});
