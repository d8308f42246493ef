import "@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops";
import {
  concat,
  grads,
  matMul,
  type Scalar,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  tensor,
  tensor2d,
  tensor3d,
} from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { normals, stream } from "../../../src/numeric/random";
import { initialValues, named, toTensors } from "../../../src/vae/parameters";
import type { Posterior } from "../../../src/vae/posterior";
import { meanFieldPosterior } from "../../../src/vae/posteriors/meanField";
import type { ConditionalGaussian } from "../../../src/vae/priors/conditionalGaussian";
import { hierarchicalPrior } from "../../../src/vae/priors/hierarchical";
import { hierarchyDensity } from "../../../src/vae/priors/hierarchy";
import { ENGINES, startTestEngine } from "../../engine/engines";
import { finiteDifferences, largest, largestError, product, scattered } from "../../engine/numbers";
import golden from "../../fixtures/golden-generative.json";

/** N(given · weight, exp logVariance), with the same log-variance everywhere. */
function linear(weight: Tensor2D, logVariance: Tensor1D): ConditionalGaussian {
  return (given) => ({ mean: matMul(given, weight), logVariance: logVariance.expandDims(0).tile([given.shape[0], 1]) as Tensor2D });
}

function noise(shape: number[], name: string): Tensor {
  return tensor(normals(product(shape), 0, stream(3, name)), shape);
}

const figure = ({ values, shape }: { values: number[]; shape: number[] }): Tensor => tensor(values, shape);
const gaussian = (x: number, mean: number, variance: number): number =>
  -0.5 * ((x - mean) ** 2 / variance + Math.log(2 * Math.PI * variance));

describe.each(ENGINES)("the hierarchical prior on %s", (engine) => {
  beforeAll(() => startTestEngine(engine));

  it("has PyTorch's draws, log-weights and gradients", () => {
    const { hierarchical: exact, forward, sizes } = golden;
    const { B, Z } = sizes;
    const lower = meanFieldPosterior({ mean: figure(forward.mean) as Tensor2D, logVariance: figure(forward.logVariance) as Tensor2D });
    const epsilon = concat([tensor(golden.eps.values.slice(0, B * Z), [1, B, Z]), figure(exact.epsUpper).reshape([1, B, exact.upper])], 2);
    const logLikelihood = tensor(forward.logLikelihood.values.slice(0, B), [1, B]);
    const logWeights = (parameters: Tensor[]): { latents: Tensor3D; values: Tensor } => {
      const [qWeight, qLogVariance, pWeight, pLogVariance] = parameters;
      const prior = hierarchyDensity(Z, exact.upper, {
        lowerGivenUpper: linear(pWeight as Tensor2D, pLogVariance as Tensor1D),
        upperGivenLower: () => linear(qWeight as Tensor2D, qLogVariance as Tensor1D),
      });
      const q = prior.extend(lower);
      const { z: latents, logProb } = q.sample(epsilon);
      const atDraws = q.logProb?.(latents, { stopParameters: false }).dataSync() ?? [];
      expect(largestError(atDraws, Array.from(logProb().dataSync()))).toBeLessThan(1e-5);
      return { latents, values: logLikelihood.add(prior.logProb(latents)).sub(logProb()) };
    };
    const parameters = [exact.qWeight, exact.qLogVariance, exact.pWeight, exact.pLogVariance].map(figure);
    const { latents, values } = logWeights(parameters);
    expect(largestError(latents.slice([0, 0, 0], [1, B, Z]).dataSync(), exact.z.values)).toBeLessThan(1e-6);
    expect(largestError(latents.slice([0, 0, Z], [1, B, exact.upper]).dataSync(), exact.u.values)).toBeLessThan(1e-6);
    expect(largestError(values.dataSync(), exact.logWeights.values)).toBeLessThan(1e-5 * largest(exact.logWeights.values));
    const found = grads((...moved: Tensor[]) => logWeights(moved).values.mean())(parameters);
    const expected = [exact.elboGradientQWeight, exact.elboGradientQLogVariance, exact.elboGradientPWeight, exact.elboGradientPLogVariance];
    expected.forEach(({ values: gradient }, i) => {
      expect(largestError(found[i].dataSync(), gradient)).toBeLessThan(1e-4 * largest(gradient));
    });
  });

  it("gives log p(x) as every log-weight, with the exact posterior of a linear-Gaussian model", () => {
    // u_i ~ N(0, 1), z_j = a_j u_i + s_j ε with j the other of two than i, x_j ~ N(z_j, t²).
    const [a, s, t] = [[1.5, -0.6], [0.7, 1.2], 0.5];
    const marginal = a.map((slope, j) => slope ** 2 + s[j] ** 2);
    const x = [0.3, -1.4, 2.2, 0.1, -0.8, 1.9];
    const variance = marginal.map((v) => 1 / (1 / v + 1 / t ** 2));
    const prior = hierarchyDensity(2, 2, {
      lowerGivenUpper: linear(tensor2d([0, a[1], a[0], 0], [2, 2]), tensor(s.map((value) => 2 * Math.log(value)))),
      upperGivenLower: () =>
        linear(
          tensor2d([0, a[0] / marginal[0], a[1] / marginal[1], 0], [2, 2]),
          tensor([1, 0].map((j) => Math.log(s[j] ** 2 / marginal[j]))),
        ),
    });
    const lower = meanFieldPosterior({
      mean: tensor2d(
        x.map((value, i) => (variance[i % 2] * value) / t ** 2),
        [3, 2],
      ),
      logVariance: tensor2d(
        x.map((_, i) => Math.log(variance[i % 2])),
        [3, 2],
      ),
    });
    const { z: latents, logProb } = prior.extend(lower).sample(noise([20, 3, 4], "exact"));
    const values = latents.dataSync();
    const weights = prior.logProb(latents).sub(logProb()).dataSync();
    weights.forEach((weight, row) => {
      const image = row % 3;
      const pairs = [0, 1].map((j) => [x[2 * image + j], values[4 * row + j], marginal[j]]);
      const logLikelihood = pairs.reduce((sum, [pixel, z]) => sum + gaussian(pixel, z, t ** 2), 0);
      const exact = pairs.reduce((sum, [pixel, , v]) => sum + gaussian(pixel, 0, v + t ** 2), 0);
      expect(Math.abs(weight + logLikelihood - exact)).toBeLessThan(2e-5);
    });
  });

  it("draws z given u about the mean of p(z|u), with its variance", () => {
    const [weight, variances, u, count] = [tensor2d([1, -2, 0.5, 0.3, 0, 2], [2, 3]), [0.2, 1, 3], [0.7, -1.1], 20000];
    const prior = hierarchyDensity(3, 2, {
      lowerGivenUpper: linear(weight, tensor(variances.map(Math.log))),
      upperGivenLower: () => {
        throw new Error("drawing from the prior asks nothing of q");
      },
    });
    const base = tensor2d(u, [1, 2]).tile([count, 1]) as Tensor2D;
    const drawn = prior.drawFromBase(base, noise([count, 3], "draws") as Tensor2D);
    const exact = [0.7 - 1.1 * 0.3, -1.4, 0.35 - 2.2];
    expect(largestError(prior.meanFromBase(tensor2d(u, [1, 2])).dataSync(), exact)).toBeLessThan(1e-6);
    const mean = drawn.mean(0).dataSync();
    const spread = drawn
      .sub(tensor2d(exact, [1, 3]))
      .square()
      .mean(0)
      .dataSync();
    variances.forEach((variance, j) => {
      expect(Math.abs(mean[j] - exact[j])).toBeLessThan(4 * Math.sqrt(variance / count));
      expect(Math.abs(spread[j] / variance - 1)).toBeLessThan(4 * Math.sqrt(2 / count));
    });
  });

  it("gives each stratum's u its own noise, and passes the shares through", () => {
    const [K, B, C] = [2, 3, 2];
    const logShare = tensor2d(scattered(K * C * B, 4), [K * C, B]);
    const lower: Posterior = {
      sample: (given) => ({
        z: given.transpose([0, 2, 1, 3]).reshape([K * C, B, 1]) as Tensor3D,
        logProb: () => logShare.mul(0) as Tensor2D,
        logShare,
      }),
    };
    const prior = hierarchyDensity(1, 2, {
      lowerGivenUpper: linear(tensor2d([1, 1], [2, 1]), tensor([0])),
      upperGivenLower: () => linear(tensor2d([2, -1], [1, 2]), tensor([0, Math.log(4)])),
    });
    const given = noise([K, B, C, 3], "strata");
    const e = given.dataSync();
    const q = prior.extend(lower);
    const { z: latents, logShare: shares, logProbLayers } = q.sample(given);
    expect(shares).toBe(logShare);
    expect(q.logProb).toBeUndefined();
    expect(q.klToStandardNormal).toBeUndefined();
    const found = latents.dataSync();
    const densities = logProbLayers?.()[1].dataSync() ?? [];
    for (let k = 0; k < K; k++) {
      for (let c = 0; c < C; c++) {
        for (let b = 0; b < B; b++) {
          const [z, first, second] = [0, 1, 2].map((j) => e[((k * B + b) * C + c) * 3 + j]);
          const row = (k * C + c) * B + b;
          const exact = [z, 2 * z + first, -z + 2 * second];
          expect(largestError(found.slice(3 * row, 3 * row + 3), exact)).toBeLessThan(1e-5);
          expect(densities[row]).toBeCloseTo(gaussian(exact[1], 2 * z, 1) + gaussian(exact[2], -z, 4), 4);
        }
      }
    }
  });

  const spec = { kind: "hierarchical", upper: 1 } as const;
  const specs = hierarchicalPrior.parameters(spec, 2);
  const values = initialValues(specs, "fanIn", 9);
  const byName = Object.fromEntries(specs.map(({ name }, i) => [name, values[i]]));

  /** log N(u; μ(z), σ²(z)) of q(u|z) with the networks in float64. */
  function upperLogProb(z: number[], u: number): number {
    const layer = (name: string, input: number[]): number[] => {
      const [weight, bias] = [byName[`posterior.upper.${name}.weight`], byName[`posterior.upper.${name}.bias`]];
      return Array.from(bias, (b, j) => input.reduce((sum, value, i) => sum + value * weight[i * bias.length + j], b));
    };
    const hidden = layer("0", z).map(Math.tanh);
    return gaussian(u, layer("mean", hidden)[0], Math.exp(layer("logvar", hidden)[0]));
  }

  it.each([false, true])("keeps what q(u|z) computes from z live; its weights stopped: %s", (stopParameters) => {
    const [mean, logVariance] = [tensor2d([0.2, -0.4], [1, 2]), tensor2d([-1, 0.3], [1, 2])];
    const [z, u] = [[0.9, -0.5], 0.4];
    const loss = (latents: Tensor, ...weights: Tensor[]): Scalar => {
      const prior = hierarchicalPrior.make(spec, named(specs, weights), { dim: 2 });
      const layers = prior.extend(meanFieldPosterior({ mean, logVariance })).logProbLayers?.(latents as Tensor3D, { stopParameters });
      if (layers === undefined) throw new Error("no density");
      const weightSum = weights.reduce((sum, weight) => sum.add(weight.sum()), tensor(0));
      return layers[1].sum().add(weightSum) as Scalar;
    };
    const [inLatents, ...inWeights] = grads(loss)([tensor3d([...z, u], [1, 1, 3]), ...toTensors(specs, values)]);
    const exact = finiteDifferences(([first, second, above]) => upperLogProb([first, second], above), [...z, u]);
    expect(largestError(inLatents.dataSync(), exact)).toBeLessThan(1e-4 * largest(exact));
    specs.forEach(({ name }, i) => {
      const isOnes = inWeights[i].dataSync().every((value) => value === 1);
      expect(isOnes, name).toBe(stopParameters || name.startsWith("prior."));
    });
  });

  it("has layers that sum to its density, the upper one standard normal", () => {
    const prior = hierarchicalPrior.make(spec, named(specs, toTensors(specs, values)), { dim: 2 });
    const latents = noise([4, 3, 3], "latents") as Tensor3D;
    const [lower, upper] = prior.logProbLayers?.(latents) ?? [];
    expect(largestError(prior.logProb(latents).dataSync(), Array.from(lower.add(upper).dataSync()))).toBeLessThan(1e-6);
    const all = latents.dataSync();
    upper.dataSync().forEach((value, row) => {
      expect(value).toBeCloseTo(gaussian(all[3 * row + 2], 0, 1), 5);
    });
  });
});
