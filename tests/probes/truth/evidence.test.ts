import { type Tensor2D, tensor1d, tensor2d } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { bruteForceEvidence } from "../../../scripts/reproduction/bruteForce";
import { bernoulli } from "../../../src/distributions/bernoulli";
import { tensorCount } from "../../../src/engine/engineMemory";
import { latticeMoments } from "../../../src/numeric/latticePosterior";
import { exactPosteriorOf } from "../../../src/probes/exactPosterior";
import { coarseCodes } from "../../../src/probes/truth/codeLikelihoods";
import { type EvidenceRequest, evidence } from "../../../src/probes/truth/evidence";
import { startTestEngine } from "../../engine/engines";
import exact from "../../fixtures/golden-inference.json";
import { goldenImages } from "../../inference/golden";
import { freeGuide } from "../../inference/toys";
import { openSession, smallExperiment } from "../../worker/sessions";

type Parts = EvidenceRequest["vae"];

const between = async () => {};

/** A model whose "decoder" is the identity, and whose log p(x|z) is a function of z. */
function modelOf(dim: 1 | 2, logLikelihood: (z: readonly number[]) => number, mean: number[], logVariance: number[]): Parts {
  return {
    guide: freeGuide(tensor2d([mean]), tensor2d([logVariance])),
    decoder: (z) => z,
    likelihood: {
      ...bernoulli,
      logProb: (z) => {
        const values = z.dataSync();
        const rows = z.shape[0];
        const each = Array.from({ length: rows }, (_, row) => logLikelihood([...values.subarray(row * dim, row * dim + dim)]));
        return tensor2d(each, [rows, 1]);
      },
    },
  };
}

async function evidenceOf(vae: Parts, dim: 1 | 2, seen = new Float32Array(1), resolution?: number) {
  const coarse = coarseCodes(vae, dim);
  try {
    return await evidence({ vae, coarse, seen, dim, seed: 0, resolution, between });
  } finally {
    coarse.dispose();
  }
}

describe("log p(x) by quadrature", () => {
  beforeAll(() => startTestEngine("cpu"));

  it("and the posterior's moments are those that float64 quadrature gave for a linear decoder", async () => {
    const { decoderWeight, decoderBias, logLikelihood, posteriorMean, posteriorCovariance } = exact.exactTwoDimensional;
    const [weight, bias] = [tensor2d(decoderWeight.values, [2, 6]), tensor1d(decoderBias.values)];
    const images = await goldenImages().array();
    for (const [image, pixels] of images.entries()) {
      const vae = {
        guide: freeGuide(tensor2d([[0, 0]]), tensor2d([[0, 0]])),
        decoder: (z: Tensor2D) => z.matMul(weight).add(bias) as Tensor2D,
        likelihood: bernoulli,
      };
      const { quadrature, missed, check } = await evidenceOf(vae, 2, Float32Array.from(pixels));
      expect(missed).toBe(false);
      expect(Math.abs(quadrature.logIntegral - logLikelihood.values[image])).toBeLessThan(quadrature.error + 1e-5);
      expect(Math.abs(check.value - logLikelihood.values[image])).toBeLessThan(4 * check.error);
      const { mean, covariance } = latticeMoments(quadrature);
      mean.forEach((value, d) => {
        expect(value).toBeCloseTo(posteriorMean.values[2 * image + d], 3);
      });
      // A cell's own extent adds h²/12 to a variance.
      covariance.forEach((value, i) => {
        expect(value).toBeCloseTo(posteriorCovariance.values[4 * image + i], 2);
      });
    }
  });

  it("of the conjugate model is −2.265512, and its posterior N(1, ½)", async () => {
    const vae = modelOf(1, ([z]) => -0.5 * (2 - z) ** 2 - 0.5 * Math.log(2 * Math.PI), [1], [Math.log(0.5)]);
    const found = await evidenceOf(vae, 1, undefined, 100);
    expect(found.quadrature.logIntegral).toBeCloseTo(-2.265512, 5);
    const { shape, mean } = exactPosteriorOf(found, { source: { kind: "dataset", split: "test", index: 0 } }, 0);
    expect(mean[0]).toBeCloseTo(1, 5);
    if (shape?.kind !== "intervals") throw new Error("in one dimension the shape is intervals");
    const [[[low, high]]] = shape.levels;
    expect(low).toBeCloseTo(1 - Math.SQRT1_2, 1);
    expect(high).toBeCloseTo(1 + Math.SQRT1_2, 1);
  });

  it("is withheld where draws find a mode that lies between the points of the coarsest lattice", async () => {
    const spike = (width: number) =>
      modelOf(
        2,
        ([x, y]) => {
          const prior = -0.5 * (x * x + y * y) - Math.log(2 * Math.PI);
          const broad = -(x * x + y * y) / 0.5 - Math.log(Math.PI * 0.5);
          const narrow = 5 - ((x - 0.3) ** 2 + (y - 0.3) ** 2) / (2 * width ** 2) - Math.log(2 * Math.PI * width ** 2);
          return Math.max(broad, narrow) + Math.log1p(Math.exp(-Math.abs(broad - narrow))) - prior;
        },
        [0.1, 0.1],
        [-3.2, -3.2],
      );
    const hidden = await evidenceOf(spike(0.006), 2);
    expect(hidden.quadrature.error).toBeLessThan(0.005);
    expect(hidden.quadrature.logIntegral).toBeCloseTo(0, 1);
    expect(hidden.missed).toBe(true);
    const seen = await evidenceOf(spike(0.05), 2);
    expect(seen.missed).toBe(false);
    expect(seen.quadrature.logIntegral).toBeCloseTo(Math.log(1 + Math.exp(5)), 2);
  });

  it("is withheld where the posterior reaches beyond the widest domain", async () => {
    const far = modelOf(2, ([x, y]) => -0.5 * ((x - 20) ** 2 + y * y), [10, 0], [-0.7, 0]);
    const { quadrature, missed } = await evidenceOf(far, 2);
    expect(quadrature.limit).toBe(10);
    expect(quadrature.parts.shell).toBeGreaterThan(0.5);
    expect(missed).toBe(true);
    const near = modelOf(2, ([x, y]) => -0.5 * ((x - 13) ** 2 + y * y), [6.5, 0], [-0.7, 0]);
    // ∫ N(x; 13, 1) N(x; 0, 1) without the first one's normaliser.
    const expected = -(13 ** 2) / 4 + Math.log(Math.sqrt(0.5)) + Math.log(Math.sqrt(0.5));
    expect((await evidenceOf(near, 2)).missed).toBe(false);
    expect((await evidenceOf(near, 2)).quadrature.logIntegral).toBeCloseTo(expected, 2);
  });

  it("keeps no tensor, stopped half-way or not", async () => {
    const vae = modelOf(2, ([x, y]) => -(x * x + y * y), [0, 0], [0, 0]);
    const before = tensorCount();
    await evidenceOf(vae, 2);
    expect(tensorCount()).toBe(before);
    let looks = 0;
    const coarse = coarseCodes(vae, 2);
    const stop = async () => {
      looks += 1;
      if (looks > 10) throw new Error("stopped");
    };
    await expect(evidence({ vae, coarse, seen: new Float32Array(1), dim: 2, seed: 0, between: stop })).rejects.toThrow("stopped");
    coarse.dispose();
    expect(tensorCount()).toBe(before);
  });
});

describe("of a trained model", () => {
  it("agrees with the sum over every point of a lattice, and lies above the bounds", async () => {
    const session = await openSession(smallExperiment());
    await session.call.train({ steps: 250 });
    const { pixels } = await session.call.images("test", [0, 1, 2, 8]);
    const bits = await session.call.binarize(pixels);
    const { value, error } = await session.call.logLikelihood(bits);
    const brute = await bruteForceEvidence(await session.call.exportWeights(), bits, 0.04, 10, () => {});
    brute.forEach((expected, image) => {
      expect(error[image]).toBeLessThan(0.005);
      expect(Math.abs(value[image] - expected)).toBeLessThan(error[image] + 1e-3);
    });
    const { elbo, bounds, logEvidence } = await session.call.diagnose("evidence", {
      source: { kind: "drawn", pixels: bits.slice(0, 784) },
    });
    expect(logEvidence?.value).toBeCloseTo(value[0], 4);
    const ladder = [elbo, ...bounds.map(({ bound }) => bound), { value: value[0], error: error[0] }];
    for (let i = 1; i < ladder.length; i++) {
      expect(ladder[i].value).toBeGreaterThan(ladder[i - 1].value - 3 * Math.hypot(ladder[i].error, ladder[i - 1].error));
    }
    expect(ladder[1].value).toBeGreaterThan(elbo.value);
  });
});
