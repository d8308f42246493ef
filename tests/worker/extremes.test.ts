import { describe, expect, it } from "vitest";
import { readLink } from "../../src/experiment/link";
import { RANGES } from "../../src/experiment/ranges";
import { noticesOf, openSession, smallExperiment } from "./sessions";

const { "optimizer.learningRate": learningRate, "objective.beta.value": beta } = RANGES;

/** Settings at their ends, and what a notice names where the loss does not stay finite. */
const EXTREMES: readonly [name: string, link: string, cause: RegExp][] = [
  ["the largest learning rate", `lr=${learningRate.max}`, /The learning rate of 10 is the likely cause/],
  ["the smallest learning rate", `lr=${learningRate.min}`, /never/],
  ["the largest β", `beta=${beta.max}`, /β = 1000 is the likely cause/],
  ["β = 0", "beta=0", /never/],
  ["a batch of one", "batch=1", /never/],
  ["one training image", "n=1&batch=1", /never/],
  ["the largest batch", "batch=2048", /never/],
  ["the smallest σ", "lik=gaussian-0.01&bin=none", /The Gaussian likelihood is the likely cause/],
  [
    "the smallest σ at the largest rate",
    `lik=gaussian-0.01&bin=none&lr=${learningRate.max}`,
    /The learning rate of 10 is the likely cause/,
  ],
  ["the largest ε", "eps=1", /never/],
  ["no memory in Adam", "b1=0&b2=0", /Adam's β₂ of 0 is the likely cause/],
  ["clipped to nearly nothing", "clip=0.000001", /never/],
  ["one unit", "enc=1&dec=1&latent=1", /never/],
  ["all together", `lr=${learningRate.max}&beta=${beta.max}&batch=1&n=1`, /The learning rate of 10 is the likely cause/],
  ["all together, of a flow", `lr=${learningRate.max}&beta=${beta.max}&batch=1&n=1&q=iaf`, /The learning rate of 10 is the likely cause/],
];

describe("settings at their ends", () => {
  it.each(EXTREMES)(
    "%s: 200 steps without a fault, a curve of finite points, an explanation where it diverges",
    async (_, link, cause) => {
      const read = readLink(`n=4000&enc=24&dec=24&batch=32&epochs=none&${link}`.replace(/(\w+)=[^&]*&(?=.*\b\1=)/g, ""));
      expect(read.notices).toEqual([]);
      const session = await openSession(smallExperiment(read.experiment));
      const { step } = await session.call.train({ steps: 200 });
      const points = session.history();
      expect(
        points.flatMap((point) => Object.values(point).flat()).every((value) => typeof value !== "number" || Number.isFinite(value)),
      ).toBe(true);
      const [diverged] = noticesOf(session);
      if (step === 200) {
        expect(points.filter(({ split }) => split === "train").length).toBeGreaterThan(5);
        expect(noticesOf(session)).toEqual([]);
      } else {
        expect(diverged).toMatch(/^The loss became (NaN|infinite) at step \d+; the point is not drawn\./);
        expect(diverged).toMatch(cause);
      }
      expect(session.events.filter(({ kind }) => kind === "fault")).toEqual([]);
      // It can be gone on with: the weights are finite, and a usual rate trains them.
      await session.call.exportWeights();
      await session.call.configure({ optimizer: { learningRate: 1e-3, clipNorm: 1 } });
      expect((await session.call.train({ steps: 1 })).step).toBeGreaterThan(0);
    },
    60_000,
  );

  it.each([
    ["a learning rate of 1000", "lr=1000", "optimizer.learningRate was 1000; allowed: a number from 1e-8 to 10; 10 is used"],
    ["a β of a million", "beta=1e6", "objective.beta.value was 1000000; allowed: a number from 0 to 1000; 1000 is used"],
    ["no image at all", "n=0", "data.trainSize was 0; allowed: a whole number from 1 to 60000; 1 is used"],
  ])("%s is said and taken as the nearest that is allowed", (_, link, notice) => {
    expect(readLink(link).notices).toEqual([notice]);
  });
});
