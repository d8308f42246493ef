import { describe, expect, it } from "vitest";
import { curveColumns } from "../../src/charts/curveColumns";
import { curveFigures } from "../../src/charts/curveFigures";
import { klKindOf, klPartName, klPartsOf } from "../../src/charts/curveParts";
import { curveReadout } from "../../src/charts/curveReadout";
import { stackStretches } from "../../src/charts/klStack";
import { stepScale } from "../../src/charts/stepScale";
import { DEFAULT_EXPERIMENT, type Experiment } from "../../src/experiment/experiment";
import { densityNote, figureCaption, hasKlByPart, unitsText } from "../../src/panels/curvesCaptions";
import { figureCsv } from "../../src/panels/curvesCsv";
import type { HistoryPoint } from "../../src/worker/protocol";

type Parts = Pick<HistoryPoint, "klPerDimension" | "klPerLayer">;

const point = (step: number, parts: Parts, split: HistoryPoint["split"] = "train"): HistoryPoint => ({
  ...{ step, epoch: step, split, reconstruction: -100, kl: 6, elbo: -106, loss: 106, beta: 1 },
  ...parts,
});
const { latent, objective, data } = DEFAULT_EXPERIMENT;
const SHARED = { klPerDimension: [3, 2, 1] };
const LAYERS = { klPerLayer: [4, 2] };
const scale = stepScale([0, 10], "linear", 300);
const display = { smoothing: 0, logarithmic: false, showLoss: false, allValues: false };

const curvesOf = (history: HistoryPoint[], latentDim = 2) => ({
  ...{ train: curveColumns(history, "train"), test: curveColumns(history, "test"), ghosts: [], latentDim },
});
const stackOf = (history: HistoryPoint[]) => curveFigures(curvesOf(history), display, [], undefined).kl.stack;
const labels = (history: HistoryPoint[]) => curveReadout("kl", curvesOf(history), 1, scale, false).rows.map(({ label }) => label);

describe("the parts of the KL", () => {
  it("are dimensions, with what a full covariance's share after them, layers, or the total alone", () => {
    const names = (parts: Parts) => {
      const { kind, values } = klPartsOf(point(1, parts));
      return values.map((_, index) => klPartName(kind, index, 2));
    };
    expect(names({ klPerDimension: [4, 2] })).toEqual(["z₁", "z₂"]);
    expect(names(SHARED)).toEqual(["z₁", "z₂", "shared"]);
    expect(names(LAYERS)).toEqual(["layer z", "layer u"]);
    expect(names({})).toEqual(["KL"]);
    expect(klPartsOf(point(1, {})).values).toEqual([6]);
  });

  it("say how the KL was had: by dimension in closed form only", () => {
    expect([SHARED, LAYERS, {}].map((parts) => klKindOf(point(1, parts)))).toEqual(["analytic", "Monte Carlo", "Monte Carlo"]);
    expect(labels([point(1, SHARED)])).toEqual(["train, analytic", "β", "train z₁", "train z₂", "train shared"]);
    expect(labels([point(1, LAYERS), point(1, LAYERS, "test")])).toEqual([
      ...["test, Monte Carlo", "train, Monte Carlo", "β", "train layer z", "train layer u"],
    ]);
    expect(labels([point(1, {})])).toEqual(["train, Monte Carlo", "β"]);
  });

  it("are stacked stretch by stretch when the objective changes them", () => {
    const stacks = stackStretches([point(1, SHARED), point(2, SHARED), point(3, {}), point(4, {}), point(5, SHARED)]);
    expect(stacks.map(({ kind, step, boundaries }) => [kind, Array.from(step), boundaries.length])).toEqual([
      ["dimension", [1, 2], 3],
      ["total", [3, 4], 1],
      ["dimension", [5], 3],
    ]);
    for (const { boundaries } of stacks) expect(boundaries.at(-1)?.[0]).toBe(6);
  });

  it("are the held-out points' where a Monte Carlo objective has none, and the total where neither has", () => {
    const stacked = (train: Parts, test: Parts) => {
      const stack = stackOf([point(1, train), point(1, test, "test")]);
      return [stack?.columns.split, stack?.kind];
    };
    expect(stacked(SHARED, SHARED)).toEqual(["train", "dimension"]);
    expect(stacked({}, SHARED)).toEqual(["test", "dimension"]);
    expect(stacked({}, {})).toEqual(["train", "total"]);
    expect(stacked(LAYERS, LAYERS)).toEqual(["train", "layer"]);
  });

  it("have columns of their own in the file", () => {
    expect(figureCsv("kl", [point(1, SHARED)], 2)).toBe("step,epoch,split,kl,beta,activeUnits,kl1,kl2,klShared\n1,1,train,6,1,,3,2,1\n");
    expect(figureCsv("kl", [point(1, LAYERS), point(2, {})], 2)).toBe(
      "step,epoch,split,kl,beta,activeUnits,klLayer1,klLayer2\n1,1,train,6,1,,4,2\n2,2,train,6,1,,,\n",
    );
  });
});

describe("the words about the KL and the nats", () => {
  const planar: Experiment = { ...DEFAULT_EXPERIMENT, latent: { ...latent, posterior: { kind: "planar", layers: 8 } } };
  const layered: Experiment = { ...DEFAULT_EXPERIMENT, latent: { ...latent, prior: { kind: "hierarchical", upper: 2 } } };

  it("tell an analytic KL from an estimate, in steps and in held-out points", () => {
    const monteCarlo: Experiment = { ...DEFAULT_EXPERIMENT, objective: { ...objective, kl: "monteCarlo" } };
    const iwae: Experiment = { ...DEFAULT_EXPERIMENT, objective: { kind: "iwae", samples: 5, estimator: "pathwise" } };
    expect([DEFAULT_EXPERIMENT, iwae, monteCarlo, planar, layered].map((experiment) => figureCaption("kl", experiment))).toEqual([
      "analytic: KL(q(z|x) ‖ p(z))",
      "analytic: KL(q(z|x) ‖ p(z))",
      "test analytic, train Monte Carlo: KL(q(z|x) ‖ p(z))",
      "Monte Carlo: KL(q(z|x) ‖ p(z))",
      "Monte Carlo: KL(q(z,u|x) ‖ p(z,u))",
    ]);
    expect([DEFAULT_EXPERIMENT, monteCarlo, layered, planar].map(hasKlByPart)).toEqual([true, true, true, false]);
  });

  it("call densities densities, grey Bernoulli pixels a bound on no image's likelihood, and leave bits and the KL alone", () => {
    const grey: Experiment = { ...DEFAULT_EXPERIMENT, data: { ...data, binarization: "none" } };
    const density: Experiment = { ...grey, likelihood: { kind: "gaussian", sigma: "learned" } };
    expect(unitsText("elbo", density)).toMatch(/density.*not comparable with Bernoulli nats.*exceed 0/);
    expect(unitsText("elbo", grey)).toMatch(/not on the likelihood of any one image/);
    expect(unitsText("kl", density)).toBe("nats per image");
    expect(unitsText("elbo", DEFAULT_EXPERIMENT)).toBe("nats per image");
    expect(figureCaption("reconstruction", density)).not.toContain("cross-entropy");
    expect([densityNote(density), densityNote(grey), densityNote(DEFAULT_EXPERIMENT)]).toEqual([
      "Nats of density, not comparable with Bernoulli nats; may exceed 0.",
      null,
      null,
    ]);
  });
});
