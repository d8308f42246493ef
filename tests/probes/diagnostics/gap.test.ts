import "@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops";
import { dispose, randomUniform, type Tensor2D, type Tensor3D } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { bernoulli } from "../../../src/distributions/bernoulli";
import { standardNormalLogProb } from "../../../src/distributions/diagonalGaussian";
import { tensorCount } from "../../../src/engine/engineMemory";
import type { PosteriorSpec } from "../../../src/experiment/posteriors";
import { gap } from "../../../src/probes/diagnostics/gap";
import { localPosterior } from "../../../src/probes/diagnostics/localPosterior";
import type { GapReport } from "../../../src/probes/diagnostics/reports";
import { coarseCodes } from "../../../src/probes/truth/codeLikelihoods";
import { parameterSpecs } from "../../../src/vae/modelSpec";
import { initialValues, named, toTensors } from "../../../src/vae/parameters";
import { makeVae } from "../../../src/vae/vae";
import { startTestEngine } from "../../engine/engines";
import { noise as noiseOf, targetModel } from "../../inference/toys";
import { smallExperiment } from "../../worker/sessions";

/** The posterior: unit variances scaled by .3, correlation ρ, around (.4, −.2). */
const SCALE = 0.3;
const CENTER = [0.4, -0.2];
const RHO = 0.8;

/** log N(z; center, Σ), [S, B, 2] → [S, B]. */
function correlated(z: Tensor3D) {
  const [a, b] = [0, 1].map((d) => z.slice([0, 0, d], [-1, -1, 1]).sub(CENTER[d]).div(SCALE));
  const square = a.square().sub(a.mul(b).mul(2 * RHO)).add(b.square()).div(1 - RHO ** 2); // biome-ignore format: one formula
  const normalizer = Math.log(2 * Math.PI * SCALE ** 2) + 0.5 * Math.log(1 - RHO ** 2);
  return square.mul(-0.5).sub(normalizer).squeeze([2]) as Tensor2D;
}

/**
 * The gap of a q that the encoder places at `mean` with `logVariance`, whatever the image, under that posterior; log p(x) is 0. The decoder
 * is the identity and its "likelihood" is the posterior over the prior.
 */
async function gapOf(mean: number[], logVariance: number[], posterior: PosteriorSpec = { kind: "meanField" }): Promise<GapReport> {
  const experiment = smallExperiment({ network: { encoder: [], decoder: [4] }, latent: { dim: 2, posterior } });
  const specs = parameterSpecs(experiment);
  const values = specs.map(({ name, shape }) => {
    const size = shape.reduce((product, side) => product * side, 1);
    if (name === "encoder.mean.bias") return Float32Array.from(mean);
    return name === "encoder.logvar.bias" ? Float32Array.from(logVariance) : new Float32Array(size);
  });
  const tensors = toTensors(specs, values);
  const parameters = named(specs, tensors);
  const vae = {
    ...makeVae(experiment, parameters),
    model: targetModel(correlated),
    decoder: (z: Tensor2D) => z,
    likelihood: {
      ...bernoulli,
      logProb: (z: Tensor2D) => {
        const codes = z.reshape([z.shape[0], 1, 2]) as Tensor3D;
        return correlated(codes).sub(standardNormalLogProb(codes)) as Tensor2D;
      },
    },
  };
  const coarse = coarseCodes(vae, 2);
  try {
    const context = {
      experiment,
      vae,
      parameters,
      coarse,
      image: () => ({ seen: new Float32Array(784), label: null }),
      test: () => {
        throw new Error("no test images are needed");
      },
      now: () => 0,
      between: async () => {},
      progress: () => {},
    };
    return await gap.measure(context, { source: { kind: "dataset", split: "test", index: 0 }, count: 1, seed: 0 });
  } finally {
    coarse.dispose();
    dispose(tensors);
  }
}

/** Mean field's best: the posterior's conditional variances (Λ_ii⁻¹), and its KL −½ ln(1 − ρ²). */
const BEST = Math.log(SCALE ** 2 * (1 - RHO ** 2));
const APPROXIMATION = -0.5 * Math.log(1 - RHO ** 2);

describe("the gap of a mean field on a correlated Gaussian", () => {
  beforeAll(() => startTestEngine("simd"));

  it("is all approximation, −½ ln(1 − ρ²), where the encoder is at the optimum", async () => {
    const before = tensorCount();
    const { logEvidence, amortizationGap, approximationGap, searches } = await gapOf(CENTER, [BEST, BEST]);
    expect(tensorCount()).toBe(before);
    expect(Math.abs(logEvidence?.value ?? 1)).toBeLessThan(0.006);
    expect(Math.abs(amortizationGap.value)).toBeLessThan(3 * amortizationGap.error + 0.003);
    const { value = Number.NaN, error = Number.NaN } = approximationGap ?? {};
    expect(Math.abs(value - APPROXIMATION)).toBeLessThan(3 * error + 0.005);
    expect(searches.map(({ start }) => start)).toEqual(["the encoder", "mode 1", "the prior"]);
  });

  it("is amortisation too where the encoder is starved, as much as the closed form says", async () => {
    const [shift, widening] = [0.15, Math.log(2)];
    const { amortizationGap, approximationGap, amortized } = await gapOf([CENTER[0] + shift, CENTER[1]], [BEST + widening, BEST]);
    // KL(q ‖ posterior) − its least: precision Λ₁₁ = e^−BEST; ½ (Λ₁₁ shift² + (2 − 1 − ln 2)).
    const expected = 0.5 * (shift ** 2 * Math.exp(-BEST) + 2 - 1 - widening);
    expect(Math.abs(amortizationGap.value - expected)).toBeLessThan(3 * amortizationGap.error + 0.01);
    expect(Math.abs((approximationGap?.value ?? 0) - APPROXIMATION)).toBeLessThan(3 * (approximationGap?.error ?? 0) + 0.01);
    expect(amortizationGap.error).toBeLessThan(amortized.error);
  });

  it("is none for the full covariance, once its own parameters are free", async () => {
    const { approximationGap, amortizationGap } = await gapOf(CENTER, [BEST, BEST], { kind: "fullCovariance" });
    expect(Math.abs(approximationGap?.value ?? 1)).toBeLessThan(0.01);
    expect(amortizationGap.value).toBeCloseTo(APPROXIMATION, 1);
  });

  it("begins, in every family, at the encoder's own q", async () => {
    for (const posterior of [
      { kind: "meanField" },
      { kind: "fullCovariance" },
      { kind: "planar", layers: 2 },
      { kind: "iaf", layers: 2, hidden: 4 },
      { kind: "coupling", layers: 2, hidden: 4 },
      { kind: "mixture", components: 3 },
    ] as const satisfies PosteriorSpec[]) {
      const experiment = smallExperiment({ network: { encoder: [5] }, latent: { dim: 2, posterior } });
      const specs = parameterSpecs(experiment);
      const tensors = toTensors(specs, initialValues(specs, "fanIn", 3));
      const vae = makeVae(experiment, named(specs, tensors));
      const local = localPosterior(experiment, vae, named(specs, tensors));
      const x = randomUniform([1, 784], 0, 1, "float32", 5) as Tensor2D;
      const noise = noiseOf(vae.guide.noiseShape(7, 1));
      const encoder = vae.guide.posterior(x).sample(noise);
      const own = local.posterior(local.fromEncoder(x)).sample(noise);
      expect(own.z.sub(encoder.z).abs().max().dataSync()[0], posterior.kind).toBeLessThan(1e-5);
      expect(own.logProb().sub(encoder.logProb()).abs().max().dataSync()[0], posterior.kind).toBeLessThan(1e-4);
      expect(local.specs.length).toBeGreaterThan(0);
    }
  });
});
