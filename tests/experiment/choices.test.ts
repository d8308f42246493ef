import { describe, expect, it } from "vitest";
import { describeChanges } from "../../src/experiment/changes";
import { type Choice, legalObjectives } from "../../src/experiment/choices";
import { DEFAULT_EXPERIMENT, type DeepPartial, type Experiment } from "../../src/experiment/experiment";
import { POSTERIORS } from "../../src/experiment/posteriors";
import { mergeExperiment } from "../../src/experiment/resolve";
import { comparable, needsNewRun } from "../../src/experiment/restart";

const merged = (patch: DeepPartial<Experiment>): Experiment => mergeExperiment(DEFAULT_EXPERIMENT, patch);
const legal = <T>(choices: Choice<T>[]): T[] => choices.filter(({ sentence }) => sentence === null).map(({ value }) => value);
const PLANAR = { latent: { posterior: { kind: "planar", layers: 8 } } } as const;

/** The families whose KL to the standard normal has a closed form. */
const CLOSED = Object.entries(POSTERIORS).flatMap(([kind, { closedKl }]) => (closedKl === "none" ? [] : [kind]));

describe("the choices of an objective", () => {
  it.each<[string, DeepPartial<Experiment>, string[], string[], string[]]>([
    ["the default", {}, ["pathwise", "score", "scoreMovingAverage"], ["analytic", "monteCarlo"], ["dimension", "imageDimension", "total"]],
    [
      "two samples",
      { objective: { samples: 2 } },
      ["pathwise", "score", "scoreLeaveOneOut", "scoreMovingAverage"],
      ["analytic", "monteCarlo"],
      ["dimension", "imageDimension", "total"],
    ],
    ["a planar flow", PLANAR, ["pathwise"], ["monteCarlo"], []],
    [
      "full covariance",
      { latent: { posterior: { kind: "fullCovariance" } } },
      ["pathwise", "score", "scoreMovingAverage"],
      ["analytic", "monteCarlo"],
      ["total"],
    ],
    [
      "Monte Carlo KL",
      { objective: { kl: "monteCarlo" } },
      ["pathwise", "stl", "score", "scoreMovingAverage"],
      ["analytic", "monteCarlo"],
      [],
    ],
    ["sticking the landing", { objective: { estimator: "stl" } }, ["pathwise", "stl", "score", "scoreMovingAverage"], ["monteCarlo"], []],
    [
      "free bits",
      { objective: { freeBits: { nats: 1 } } },
      ["pathwise", "score", "scoreMovingAverage"],
      ["analytic"],
      ["dimension", "imageDimension", "total"],
    ],
    ["IWAE", { objective: { kind: "iwae" } }, ["pathwise", "dreg"], [], []],
    ["IWAE of a mixture", { latent: { posterior: { kind: "mixture" } }, objective: { kind: "iwae" } }, ["pathwise"], [], []],
  ])("beside %s are legal ones", (_name, patch, estimators, kls, pers) => {
    const choices = legalObjectives(merged(patch));
    expect(legal(choices.kind)).toEqual(["elbo", "iwae"]);
    expect(legal(choices.estimator)).toEqual(estimators);
    expect(legal(choices.kl)).toEqual(kls);
    expect(legal(choices.freeBitsPer)).toEqual(pers);
  });

  it("each say the rule that forbids them", () => {
    const sentenceOf = (patch: DeepPartial<Experiment>, estimator: string) =>
      legalObjectives(merged(patch)).estimator.find(({ value }) => value === estimator)?.sentence;
    expect(sentenceOf({}, "scoreLeaveOneOut")).toContain("needs at least 2 samples");
    expect(sentenceOf({}, "stl")).toContain("needs the Monte Carlo KL");
    expect(sentenceOf({}, "dreg")).toContain("is a gradient of iwae");
    expect(sentenceOf({ objective: { kind: "iwae" } }, "stl")).toContain("is biased for iwae");
    expect(legalObjectives(merged(PLANAR)).kl[0].sentence).toContain(`closed form (${CLOSED.join(", ")})`);
  });
});

describe("a live change is marked in words", () => {
  it.each<[DeepPartial<Experiment>, DeepPartial<Experiment>, string[]]>([
    [{}, { objective: { kind: "iwae" } }, ["objective ELBO → IWAE", "K 1 → 5"]],
    [
      { objective: { kind: "iwae", samples: 5 } },
      { objective: { kind: "iwae", samples: 50, estimator: "dreg" } },
      ["K 5 → 50", "gradient pathwise → dreg"],
    ],
    [{}, { objective: { estimator: "stl" } }, ["KL analytic → Monte Carlo", "gradient pathwise → stl"]],
    [
      {},
      { objective: { beta: { kind: "constant", value: 4 }, freeBits: { nats: 1, per: "total" } } },
      ["β 1 → 4", "free bits 0 → 1", "free bits per dimension → total"],
    ],
  ])("%j, then %j", (before, after, texts) => {
    expect(describeChanges(merged(before), merged(after))).toEqual(texts);
    expect(needsNewRun(merged(before), merged(after))).toBe(false);
  });
});

describe("curves stand in one chart", () => {
  const gaussian = (sigma: number | "learned") => merged({ likelihood: { kind: "gaussian", sigma } });

  it("where both are densities of one kind, whatever σ, and only there", () => {
    expect(comparable(gaussian(0.3), gaussian("learned"))).toBe(true);
    expect(needsNewRun(gaussian(0.3), gaussian("learned"))).toBe(true);
    expect(comparable(gaussian(0.3), merged({ likelihood: { kind: "continuousBernoulli" } }))).toBe(false);
    expect(comparable(gaussian(0.3), merged({ data: { binarization: "none" } }))).toBe(false);
  });

  it("whatever the objective, the posterior and the prior: both are bounds on log p(x)", () => {
    expect(comparable(merged(PLANAR), merged({ objective: { kind: "iwae" }, latent: { prior: { kind: "hierarchical" } } }))).toBe(true);
  });
});
