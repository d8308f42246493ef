import { describe, expect, it } from "vitest";
import { curveColumns } from "../../src/charts/curveColumns";
import { figureValueScale } from "../../src/charts/curveFigure";
import { type CurvesDisplay, curveFigures } from "../../src/charts/curveFigures";
import { curveReadout } from "../../src/charts/curveReadout";
import { formatCount, formatNats, latentName } from "../../src/charts/numberFormat";
import { plotGeometry } from "../../src/charts/plotGeometry";
import { stepScale } from "../../src/charts/stepScale";
import { DEFAULT_EXPERIMENT } from "../../src/experiment/experiment";
import { expectationOf, figureCaption, totalFloor, whyNotComparable } from "../../src/panels/curvesCaptions";
import { figureCsv } from "../../src/panels/curvesCsv";
import type { HistoryPoint } from "../../src/worker/protocol";

const train: HistoryPoint = {
  step: 50,
  epoch: 0.11,
  split: "train",
  reconstruction: -201,
  kl: 4.5,
  elbo: -205.5,
  loss: 205.5,
  beta: 0.25,
  klPerDimension: [3, 1.5],
};
const test: HistoryPoint = {
  ...train,
  split: "test",
  elbo: -206.02,
  reconstruction: -201.52,
  count: 1000,
  elboStandardError: 1.6,
  activeUnits: 2,
};
const history = [train, test];
const curves = { train: curveColumns(history, "train"), test: curveColumns(history, "test"), ghosts: [], latentDim: 2 };
const display: CurvesDisplay = { smoothing: 0, logarithmic: true, showLoss: false, allValues: false };
const scale = stepScale([1, 100], "log", 300);
const { objective, data, latent } = DEFAULT_EXPERIMENT;

describe("the three figures", () => {
  it("draw the raw curve behind the smoothed one, test on top, and the loss on demand", () => {
    const labels = (change: Partial<CurvesDisplay>) =>
      curveFigures(curves, { ...display, ...change }, [], undefined).elbo.layers.map((layer) => layer.label);
    expect(labels({})).toEqual(["train", "test"]);
    expect(labels({ smoothing: 0.5 })).toEqual(["train, raw", "train", "test"]);
    expect(labels({ showLoss: true })).toEqual(["−loss", "train", "test"]);
    expect(curveFigures(curves, { ...display, showLoss: true }, [], undefined).elbo.layers[0].values[0]).toBe(-205.5);
  });

  it("give exact values at the crosshair", () => {
    const rows = (name: "reconstruction" | "kl" | "elbo") =>
      Object.fromEntries(curveReadout(name, curves, 50, scale, true).rows.map(({ label, value }) => [label, value]));
    expect(rows("elbo")).toEqual({ test: "−206.02", "± s.e.": "1.60", images: "1\u202f000", train: "−205.50", "−loss": "−205.50" });
    expect(rows("kl")).toEqual({ "test, analytic": "4.50", "train, analytic": "4.50", β: "0.25", "train z₁": "3.00", "train z₂": "1.50" });
    expect(rows("reconstruction")).toEqual({ test: "−201.52", train: "−201.00" });
  });

  it("say where a value belongs to another step", () => {
    expect(curveReadout("elbo", curves, 52, scale, false).rows[0].label).toBe("test at 50");
  });
});

/** Columns of a test curve that runs from one value to another over 100 steps. */
function straight(from: number, to: number, kl = 0.01) {
  const at = (step: number) => from + ((to - from) * step) / 100;
  return curveColumns(
    Array.from({ length: 100 }, (_, step) => ({ ...test, step: step + 1, elbo: at(step + 1), kl })),
    "test",
  );
}

describe("the vertical axis", () => {
  const none = curveColumns([], "train");
  const figures = (run: ReturnType<typeof straight>, previous: ReturnType<typeof straight> | null) =>
    curveFigures(
      { train: none, test: run, ghosts: previous ? [{ name: "previous", columns: previous }] : [], latentDim: 2 },
      display,
      [],
      undefined,
    );
  const domain = (figure: ReturnType<typeof figures>["kl"], everything = false) =>
    figureValueScale(figure, scale, plotGeometry(360, 150, false), everything)?.domain() ?? [];

  it("of KL reaches a nat, so that a collapse lies on the floor", () => {
    const [low, high] = domain(figures(straight(-200, -180, 0.02), null).kl);
    expect([low, high >= 1, high < 1.3]).toEqual([0, true, true]);
    expect(domain(figures(straight(-200, -180, 6), null).kl)[1]).toBeGreaterThan(6);
  });

  it("is the run's own: the run before widens it by half at most, unless all values are asked for", () => {
    const [low, high] = domain(figures(straight(-200, -180), null).elbo);
    const compared = figures(straight(-200, -180), straight(-560, -500)).elbo;
    expect(Math.abs(domain(compared)[1] - high)).toBeLessThan(0.1 * (high - low));
    expect(low - domain(compared)[0]).toBeGreaterThan(0);
    expect(low - domain(compared)[0]).toBeLessThan(0.75 * (high - low));
    expect(domain(compared, true)[0]).toBeLessThan(-550);
  });

  it("is that of the run before until there is another", () => {
    const [low, high] = domain(figures(none, straight(-160, -150)).elbo);
    expect(low).toBeLessThan(-155);
    expect(high).toBeGreaterThanOrEqual(-150);
  });
});

describe("several runs beside the run in hand", () => {
  const named = (name: string, from: number) => ({ name, columns: straight(from, from + 10) });
  const curvesWith = { ...curves, ghosts: [named("previous", -150), named("β = 4", -160), named("K = 5", -170)] };

  it("are lines of one grey, each with its name and dashes, behind the run's own", () => {
    const { layers } = curveFigures(curvesWith, display, [], undefined).elbo;
    const ghosts = layers.filter(({ ghost }) => ghost);
    expect(ghosts.map(({ label }) => label)).toEqual(["previous run", "β = 4", "K = 5"]);
    expect(new Set(ghosts.map(({ dash }) => dash)).size).toBe(3);
    expect(layers.slice(0, 3)).toEqual(ghosts);
  });

  it("are read off at the crosshair by their names", () => {
    const { rows } = curveReadout("elbo", curvesWith, 50, scale, false);
    expect(rows.slice(-3).map(({ label, value }) => `${label} ${value}`)).toEqual(["previous −145.00", "β = 4 −155.00", "K = 5 −165.00"]);
  });
});

describe("the words of the curves", () => {
  it("call grey pixels' curve a cross-entropy", () => {
    const grey = { ...DEFAULT_EXPERIMENT, data: { ...data, binarization: "none" as const } };
    expect(figureCaption("reconstruction", grey)).toContain("cross-entropy");
    expect(figureCaption("elbo", grey)).toContain("cross-entropy");
    expect(expectationOf("reconstruction", grey)).toContain("cross-entropy");
    expect(expectationOf("elbo", grey)).not.toContain("log p(x)");
    expect(figureCaption("elbo", DEFAULT_EXPERIMENT)).toContain("log p(x)");
  });

  it("refuse a previous run with other digits or pixels, and say which", () => {
    expect(whyNotComparable(DEFAULT_EXPERIMENT, { ...DEFAULT_EXPERIMENT, seed: 2 })).toBeNull();
    expect(whyNotComparable(DEFAULT_EXPERIMENT, { ...DEFAULT_EXPERIMENT, data: { ...data, binarization: "none" } })).toContain("pixels");
    expect(whyNotComparable(DEFAULT_EXPERIMENT, { ...DEFAULT_EXPERIMENT, data: { ...data, digits: [1] } })).toContain("digits");
  });

  it("put the floor of free bits at λ times the dimensions", () => {
    const floored = {
      ...DEFAULT_EXPERIMENT,
      latent: { ...latent, dim: 10 },
      objective: { ...objective, freeBits: { nats: 0.5, per: "total" as const } },
    };
    expect(totalFloor(floored)?.value).toBe(5);
    expect(totalFloor(DEFAULT_EXPERIMENT)).toBeUndefined();
  });

  it("write numbers with a true minus and apart thousands", () => {
    expect([formatNats(-142.149), formatNats(-0.001), formatNats(Number.NaN), formatCount(14040), latentName(11)]).toEqual([
      "−142.1",
      "0.0",
      "–",
      "14\u202f040",
      "z₁₂",
    ]);
  });
});

describe("a figure as CSV", () => {
  it("has a header, every point, raw numbers, and blanks for what was not measured", () => {
    expect(figureCsv("elbo", history)).toBe(
      "step,epoch,split,elbo,elboStandardError,count,loss\n50,0.11,train,-205.5,,,205.5\n50,0.11,test,-206.02,1.6,1000,205.5\n",
    );
    expect(
      figureCsv("kl", [train, { ...test, kl: Number.NaN }])
        .split("\n")
        .slice(0, 3),
    ).toEqual(["step,epoch,split,kl,beta,activeUnits,kl1,kl2", "50,0.11,train,4.5,0.25,,3,1.5", "50,0.11,test,,0.25,2,3,1.5"]);
  });
});
