import { describe, expect, it } from "vitest";
import { boundCurves } from "../../src/charts/curveBounds";
import { curveColumns } from "../../src/charts/curveColumns";
import { figureValueScale } from "../../src/charts/curveFigure";
import { type CurvesDisplay, curveFigures, type RunCurves } from "../../src/charts/curveFigures";
import { curveReadout } from "../../src/charts/curveReadout";
import { plotGeometry } from "../../src/charts/plotGeometry";
import { stepScale } from "../../src/charts/stepScale";
import { DEFAULT_EXPERIMENT } from "../../src/experiment/experiment";
import { captionParts, figureCaption } from "../../src/panels/curvesCaptions";
import { figureCsv } from "../../src/panels/curvesCsv";
import { metricsCsv } from "../../src/store/metricsFile";
import type { HistoryPoint } from "../../src/worker/protocol";

/** The ELBO at −100 + step/100; L_K lies 3 + K/10 above it while K is the objective's. */
function point(step: number, split: HistoryPoint["split"], samples: number | null): HistoryPoint {
  const elbo = -100 + step / 100;
  const terms = { step, epoch: step / 10, split, reconstruction: elbo + 5, kl: 5, elbo, beta: 1, klPerDimension: [3, 2] };
  if (samples === null) return { ...terms, loss: -elbo };
  const iwae = elbo + 3 + samples / 10;
  return { ...terms, loss: -iwae, iwae, samples };
}

/** ELBO, then L₅, then the ELBO, then L₅₀. */
const K_BY_STEP = [null, 5, 5, null, 50, 50];
const HISTORY = K_BY_STEP.flatMap((samples, i) => [point(10 * i + 10, "train", samples), point(10 * i + 10, "test", samples)]);
const curvesOf = (history: HistoryPoint[], previous: HistoryPoint[] | null = null): RunCurves => ({
  train: curveColumns(history, "train"),
  test: curveColumns(history, "test"),
  ghosts: previous ? [{ name: "previous", columns: curveColumns(previous, "test") }] : [],
  latentDim: 2,
});
const display: CurvesDisplay = { smoothing: 0, logarithmic: false, showLoss: false, allValues: false };
const scale = stepScale([0, 60], "linear", 300);
const elboFigure = (curves: RunCurves, change: Partial<CurvesDisplay> = {}) =>
  curveFigures(curves, { ...display, ...change }, [], undefined).elbo;
const rows = (curves: RunCurves, step: number) =>
  Object.fromEntries(curveReadout("elbo", curves, step, scale, true).rows.map(({ label, value }) => [label, value]));

describe("L_K of an objective that changes during the run", () => {
  it("is a curve for each K, with gaps where it was not measured", () => {
    const [five, fifty, ...others] = boundCurves(curveColumns(HISTORY, "train"));
    expect(others).toEqual([]);
    expect([five.samples, fifty.samples]).toEqual([5, 50]);
    expect(Array.from(five.values, (value) => Math.round(10 * value) / 10)).toEqual([
      Number.NaN,
      -96.3,
      -96.2,
      Number.NaN,
      Number.NaN,
      Number.NaN,
    ]);
    expect(Array.from(fifty.values, Number.isFinite)).toEqual([false, false, false, false, true, true]);
  });

  it("is none of a run on the ELBO", () => {
    expect(boundCurves(curveColumns([point(1, "train", null)], "train"))).toEqual([]);
    expect(elboFigure(curvesOf([point(1, "train", null), point(1, "test", null)])).layers.map(({ label }) => label)).toEqual([
      "train",
      "test",
    ]);
  });

  it("stands beside the ELBO, told from it by dashes and marks and not by colour, in the other run too", () => {
    const { layers } = elboFigure(curvesOf(HISTORY, HISTORY.slice(2, 6)));
    expect(layers.map(({ label }) => label)).toEqual([
      ...["previous run", "previous L₅", "train ELBO", "train L₅", "train L₅₀", "test ELBO", "test L₅", "test L₅₀"],
    ]);
    for (const { label, dash, dots, color } of layers) {
      const isBound = label.includes("L₅");
      expect([label, dash !== undefined]).toEqual([label, isBound]);
      if (dots !== undefined) expect([label, dots]).toEqual([label, isBound ? "square" : "round"]);
      expect(color).toBe(label.startsWith("previous") ? "var(--ghost)" : "var(--elbo)");
    }
  });

  it("widens the range as far as itself", () => {
    const top = (history: HistoryPoint[]) =>
      figureValueScale(elboFigure(curvesOf(history)), scale, plotGeometry(360, 150, false), false)?.domain()[1];
    const plain = HISTORY.map(({ iwae: _, samples: __, ...rest }) => rest);
    expect(top(plain)).toBeLessThan(-98);
    expect(top(HISTORY)).toBeGreaterThanOrEqual(-99.4 + 8);
  });

  it("is read at its points under its own K, and nowhere else", () => {
    expect(rows(curvesOf(HISTORY), 20)).toEqual({
      ...{ test: "−99.80", "test L₅": "−96.30", train: "−99.80", "train L₅": "−96.30", "−loss": "−96.30" },
    });
    expect(rows(curvesOf(HISTORY), 40)).toEqual({ test: "−99.60", train: "−99.60", "−loss": "−99.60" });
    expect(rows(curvesOf(HISTORY, HISTORY.slice(10)), 60)).toMatchObject({ "test L₅₀": "−91.40", "previous L₅₀": "−91.40" });
  });

  it("smoothed, is smoothed over its own values only", () => {
    const smooth = elboFigure(curvesOf(HISTORY), { smoothing: 0.9 }).layers.find(({ label }) => label === "train L₅₀");
    expect(smooth?.values[4]).toBeCloseTo(-91.5, 10);
  });

  it("has no β: its line has gaps there, and is none where there was no other objective", () => {
    const betaOf = (history: HistoryPoint[]) => curveFigures(curvesOf(history), display, [], undefined).kl.beta;
    expect(Array.from(betaOf(HISTORY)?.values ?? [], Number.isFinite)).toEqual([true, false, false, true, false, false]);
    expect(betaOf(HISTORY.slice(2, 6))).toBeUndefined();
    const labels = (step: number) => curveReadout("kl", curvesOf(HISTORY), step, scale, false).rows.map(({ label }) => label);
    expect([10, 20, 40].map((step) => labels(step).includes("β"))).toEqual([true, false, true]);
  });

  it("has columns of its own in the files, and none in those of a run on the ELBO", () => {
    const lines = figureCsv("elbo", HISTORY.slice(0, 4)).split("\n");
    expect(lines[0]).toBe("step,epoch,split,elbo,elboStandardError,count,loss,iwae,samples");
    expect(lines[1]).toMatch(/,,$/);
    expect(lines[3].split(",").slice(-2).map(Number)).toEqual([HISTORY[2].iwae, 5]);
    expect(metricsCsv(HISTORY.slice(0, 4), 2).split("\n")[0]).toMatch(/,kl1,kl2,iwae,samples$/);
    expect(metricsCsv(HISTORY.slice(0, 2), 2).split("\n")[0]).toMatch(/,kl1,kl2$/);
  });

  it("is in the caption of the bound", () => {
    const objective = { kind: "iwae", samples: 50, estimator: "dreg" } as const;
    expect(figureCaption("elbo", { ...DEFAULT_EXPERIMENT, objective })).toBe("reconstruction − KL ≤ L₅₀ ≤ log p(x)");
    expect(captionParts("reconstruction − KL ≤ L₅₀ ≤ log p(x)")).toEqual(["reconstruction − KL", " ≤ L₅₀ ≤ log p(x)"]);
  });
});
