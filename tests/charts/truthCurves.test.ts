import { describe, expect, it } from "vitest";
import { curveColumns } from "../../src/charts/curveColumns";
import { gapBand, truthCurves, truthLayers } from "../../src/charts/truthCurves";
import { truthCsv } from "../../src/panels/curvesCsv";
import type { TruthPoint } from "../../src/probes/truthPoint";
import type { HistoryPoint } from "../../src/worker/protocol";

const SETTINGS = { images: 24, samples: 100 };

function measured(step: number, elbo: number, gap: number | null, boundGap: number): TruthPoint {
  const evidenceGap = gap === null ? null : { value: gap, error: 0.2 };
  const rest = { settings: SETTINGS, count: 2000, quadratureError: gap === null ? null : 0.001, withheld: 0, seconds: 1 };
  return { ...rest, step, elbo, evidenceGap, boundGap: { value: boundGap, error: 0.1 } };
}

function testPoint(step: number, elbo: number): HistoryPoint {
  return { step, epoch: 0, split: "test", reconstruction: elbo + 5, kl: 5, elbo, loss: -elbo, beta: 1, klPerDimension: [2, 3] };
}

/** Rises fast at first, as an ELBO does, and is measured at both ends only. */
const ELBO = [-540, -210, -190, -185, -180];
const TEST = curveColumns(
  ELBO.map((elbo, index) => testPoint(100 * (index + 1), elbo)),
  "test",
);

describe("log p(x) and L_K on the curves", () => {
  it("are where they were measured, and between as far above the ELBO as the gaps beside say", () => {
    const truth = truthCurves([measured(100, -540, 10, 4), measured(500, -180, 2, 0)], TEST, "log p(x)");
    expect(Array.from(truth?.evidence ?? [])).toEqual([-530, -178]);
    expect(Array.from(truth?.line.step ?? [])).toEqual([100, 200, 300, 400, 500]);
    expect(Array.from(truth?.line.elbo ?? [])).toEqual(ELBO);
    expect(Array.from(truth?.line.evidence ?? [])).toEqual([-530, -202, -184, -181, -178]);
    expect(Array.from(truth?.line.bound ?? [])).toEqual([-536, -207, -188, -184, -180]);
  });

  it("also of points measured between those of the test curve", () => {
    const truth = truthCurves([measured(150, -300, 8, 1), measured(250, -200, 4, 1)], TEST, "log p(x)");
    expect(Array.from(truth?.line.step ?? [])).toEqual([150, 200, 250]);
    expect(Array.from(truth?.line.evidence ?? [])).toEqual([-292, -204, -196]);
  });

  it("end before a point without a value and go on after it", () => {
    const points = [measured(100, -540, 10, 1), measured(200, -210, 6, 1), measured(400, -185, null, 1), measured(500, -180, 3, 1)];
    const truth = truthCurves(points, TEST, "log p(x)");
    expect(Array.from(truth?.line.evidence ?? [])).toEqual([-530, -204, Number.NaN, Number.NaN, -177]);
    expect(truth?.line.bound.every(Number.isFinite)).toBe(true);
  });

  it("have their marks where they were measured; the band lies between the ELBO and log p(x)", () => {
    const truth = truthCurves([measured(100, -540, 10, 4), measured(500, -180, 2, 0)], TEST, "log p(x)");
    if (truth === null) throw new Error("no curves");
    const layers = truthLayers(truth);
    expect(layers.map(({ label }) => label)).toEqual(["L₁₀₀", "log p(x)"]);
    for (const { dotsAt } of layers) expect(Array.from(dotsAt?.step ?? [])).toEqual([100, 500]);
    const band = gapBand(truth);
    expect(Array.from(band.high, (high, index) => high - band.low[index])).toEqual([10, 8, 6, 4, 2]);
  });

  it("go into a file as they were measured", () => {
    const truth = truthCurves([measured(100, -540, null, 4), measured(500, -180, 2, 0)], TEST, "log p(x)");
    const lines = [
      "step,elbo,logEvidence,logEvidenceGapError,iwae,iwaeGapError,samples",
      "100,-540,,,-536,0.1,100",
      "500,-180,-178,0.2,-180,0.1,100",
      "",
    ];
    expect(truth && truthCsv(truth)).toBe(lines.join("\n"));
  });

  it("are none of nothing, and L_K alone where there is no quadrature", () => {
    expect(truthCurves([], TEST, "log p(x)")).toBeNull();
    const truth = truthCurves([measured(100, -540, null, 4)], TEST, "log p(x)");
    expect(truth && truthLayers(truth).map(({ label }) => label)).toEqual(["L₁₀₀"]);
  });
});
