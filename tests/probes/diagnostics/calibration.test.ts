import "@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops";
import { type Tensor3D, tensor2d } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { conditionalGaussianLogProb, standardNormalLogProb } from "../../../src/distributions/diagonalGaussian";
import { normals, stream } from "../../../src/numeric/random";
import { calibrationOf, type SimulatedModel, simulatedRanks } from "../../../src/probes/diagnostics/calibration";
import { makeGuide } from "../../../src/vae/guide";
import { meanFieldPosterior } from "../../../src/vae/posteriors/meanField";
import { startTestEngine } from "../../engine/engines";

const DIM = 2;
/** x = z + noise of this variance: the posterior is N(x / (1 + s²), s²/(1 + s²)), exactly. */
const VARIANCE = 0.5;

/** The linear-Gaussian model with its exact posterior, whose variance is then multiplied. */
function linearGaussian(seed: number, factor: number): SimulatedModel {
  return {
    latents: DIM,
    model: {
      logJoint: (x, z) => {
        const logVariance = tensor2d([new Array<number>(DIM).fill(Math.log(VARIANCE))]);
        const spread = z.mul(-1).add(x) as Tensor3D;
        return conditionalGaussianLogProb(spread, spread.mul(0).sum([0, 1]), logVariance.reshape([DIM])).add(standardNormalLogProb(z));
      },
    },
    guide: makeGuide({
      noiseShape: (samples, batch) => [samples, batch, DIM],
      posterior: (x) => {
        const logVariance = Math.log((factor * VARIANCE) / (1 + VARIANCE));
        return meanFieldPosterior({ mean: x.mul(1 / (1 + VARIANCE)), logVariance: x.mul(0).add(logVariance) });
      },
    }),
    drawLatents: async (count, first) => normals(count * DIM, 0, stream(seed, "latents"), first * DIM),
    drawImages: async (latents, count, first) => {
      const noise = normals(count * DIM, 0, stream(seed, "images"), first * DIM);
      return latents.map((z, i) => z + Math.sqrt(VARIANCE) * noise[i]);
    },
  };
}

const NAMES = ["z₁", "z₂", "log p(x, z)"];

async function calibrated(seed: number, factor: number, simulations: number) {
  const ranks = await simulatedRanks(linearGaussian(seed, factor), { simulations, seed }, async () => {});
  return calibrationOf(ranks, NAMES);
}

describe("simulation-based calibration", () => {
  beforeAll(() => startTestEngine("cpu"));

  it("passes the exact posterior of a linear-Gaussian model in at least 19 of 20 seeds", async () => {
    const pValues: number[] = [];
    for (let seed = 1; seed <= 20; seed++) pValues.push((await calibrated(seed, 1, 1000)).pValue);
    expect(pValues.filter((pValue) => pValue > 0.01).length).toBeGreaterThanOrEqual(19);
  });

  it("fails the same with half the variance, by a ∪ in the ranks of each dimension, and with twice, by a ∩", async () => {
    const narrow = await calibrated(1, 0.5, 1000);
    expect(narrow.pValue).toBeLessThan(1e-4);
    for (const { bins } of narrow.ranks.slice(0, DIM)) expect(bins[0] + bins[19]).toBeGreaterThan(1.5 * (bins[9] + bins[10]));
    const wide = await calibrated(1, 2, 1000);
    expect(wide.pValue).toBeLessThan(1e-4);
    for (const { bins } of wide.ranks.slice(0, DIM)) expect(bins[0] + bins[19]).toBeLessThan(0.7 * (bins[9] + bins[10]));
  });

  it("says what it is of, and every rank is among the draws", async () => {
    const report = await calibrated(2, 1, 100);
    expect(report.simulations).toBe(100);
    expect(report.ranks.map(({ name }) => name)).toEqual(NAMES);
    for (const { bins } of report.ranks) expect(bins.reduce((sum, count) => sum + count)).toBe(100);
    expect(report.bands.lower).toHaveLength(report.draws + 1);
  });
});
