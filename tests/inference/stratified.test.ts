import { logSoftmax, logSumExp, type Tensor, type Tensor2D, type Tensor3D, tensor2d, tensor3d } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { stopGradient } from "../../src/engine/operations/stopGradient";
import type { ElboSpec } from "../../src/experiment/experiment";
import { drawMoments } from "../../src/inference/drawMoments";
import { objectiveValue } from "../../src/inference/objective";
import { type Guide, makeGuide } from "../../src/vae/guide";
import { densityAt } from "../../src/vae/posterior";
import { startTestEngine } from "../engine/engines";
import { finiteDifferences, largest } from "../engine/numbers";
import { objective } from "./golden";
import { rowGradients } from "./gradientMeans";
import {
  asRows,
  byObjective,
  DECODER,
  estimates,
  expectBiased,
  expectUnbiased,
  logLikelihoodAt,
  logNormal,
  NODES,
  PIXELS,
  type Surrogate,
} from "./oneLatent";
import { LOG_TWO_PI, noise, targetModel } from "./toys";

/** q = Σ_c π_c N(μ_c, exp ℓ_c) in one dimension with each component drawn for every sample: parameters [rows, 2] each, noise [K, rows, 2]. */
const MEANS = [-0.4, 0.9];
const LOG_VARIANCES = [-0.6, 0.3];
const LOGITS = [0.5, -0.2];
const PARAMETERS = [...MEANS, ...LOG_VARIANCES, ...LOGITS, ...DECODER];

function mixtureGuide(means: Tensor, logVariances: Tensor, logits: Tensor): Guide {
  const rows = means.shape[0];
  const density = (z: Tensor3D, [m, l, shares]: Tensor[]): Tensor2D => {
    const each = z.sub(m).square().mul(l.neg().exp()).add(l).add(LOG_TWO_PI).mul(-0.5);
    return logSumExp(each.add(logSoftmax(shares)), 2) as Tensor2D;
  };
  return makeGuide({
    noiseShape: (samples) => [samples, rows, 2],
    posterior: () => ({
      sample(epsilon) {
        const samples = epsilon.shape[0];
        const byComponent = epsilon.mul(logVariances.mul(0.5).exp()).add(means).transpose([0, 2, 1]);
        const z = byComponent.reshape([2 * samples, rows, 1]) as Tensor3D;
        const logShare = logSoftmax(logits).transpose().tile([samples, 1]) as Tensor2D;
        return { z, logShare, logProb: () => density(z, [means, logVariances, logits]) };
      },
      logProb(z, { stopParameters }) {
        const parameters = [means, logVariances, logits];
        return density(z, stopParameters ? parameters.map(stopGradient) : parameters);
      },
    }),
  });
}

/** Shares, draws and log-weights' terms of both components at ε, in float64. */
function drawnAt(parameters: readonly number[], epsilon: number) {
  const [means, logVariances, logits] = [0, 2, 4].map((from) => parameters.slice(from, from + 2));
  const all = Math.exp(logits[0]) + Math.exp(logits[1]);
  const shares = logits.map((logit) => Math.exp(logit) / all);
  return shares.map((share, c) => {
    const z = means[c] + Math.exp(logVariances[c] / 2) * epsilon;
    const density = shares.reduce((sum, each, d) => sum + each * Math.exp(logNormal(z, means[d], logVariances[d])), 0);
    return {
      share,
      z,
      logLikelihood: logLikelihoodAt(parameters.slice(6), z),
      logPrior: logNormal(z, 0, 0),
      logPosterior: Math.log(density),
    };
  });
}

function negativeElbo(parameters: readonly number[], beta: number): number {
  return -NODES.reduce((sum, node) => {
    const inside = drawnAt(parameters, node.epsilon).reduce(
      (total, { share, logLikelihood, logPrior, logPosterior }) => total + share * (logLikelihood + beta * (logPrior - logPosterior)),
      0,
    );
    return sum + node.share * inside;
  }, 0);
}

/** −E log Σ_c π_c w_c over independent draws of both components: the bound of one sample. */
function negativeL1(parameters: readonly number[]): number {
  const drawn = NODES.map(({ epsilon, share }) => ({
    share,
    weights: drawnAt(parameters, epsilon).map((each) => each.share * Math.exp(each.logLikelihood + each.logPrior - each.logPosterior)),
  }));
  const inner = (first: number) => drawn.reduce((sum, { share, weights }) => sum + share * Math.log(first + weights[1]), 0);
  return -drawn.reduce((sum, { share, weights }) => sum + share * inner(weights[0]), 0);
}

const ROWS = 40_000;
const STOPPED = { stopParameters: true };

const mixtureEstimates = (surrogate: Surrogate, samples: number, name: string, beta = 1) =>
  estimates(surrogate, { guideOf: mixtureGuide, parameters: [MEANS, LOG_VARIANCES, LOGITS], samples, rows: ROWS, name, input: { beta } });

const elboBy = (estimator: ElboSpec["estimator"], samples: number): ElboSpec => ({ ...objective(1), kl: "monteCarlo", estimator, samples });

describe("with one draw from each stratum", () => {
  beforeAll(() => startTestEngine("cpu"));

  it.each([
    ["pathwise", 1, 1],
    ["stl", 2, 1],
    ["stl", 1, 2.5],
    ["score", 2, 1],
    ["scoreLeaveOneOut", 3, 1],
    ["scoreLeaveOneOut", 2, 2.5],
  ] as const)("the mean of many gradients by %s, %d samples and β = %d, is that of the ELBO", (estimator, samples, beta) => {
    const exact = finiteDifferences((parameters) => negativeElbo(parameters, beta), PARAMETERS);
    expectUnbiased(mixtureEstimates(byObjective(elboBy(estimator, samples)), samples, `strata/${estimator}/${beta}`, beta), exact);
  });

  it("the mean of many gradients of IWAE's bound is the exact one", () => {
    const exact = finiteDifferences(negativeL1, PARAMETERS);
    expectUnbiased(mixtureEstimates(byObjective({ kind: "iwae", samples: 1, estimator: "pathwise" }), 1, "strata/iwae"), exact);
  });

  it("it is biased, by the same check, if the shares are stopped", () => {
    const wrong: Surrogate = (model, guide, input) => {
      const q = guide.posterior(input.x);
      const stopped = makeGuide({
        ...guide,
        posterior: () => ({
          ...q,
          sample(epsilon) {
            const draws = q.sample(epsilon);
            return { ...draws, logShare: draws.logShare && stopGradient(draws.logShare) };
          },
        }),
      });
      return objectiveValue(model, stopped, elboBy("pathwise", 2), input).surrogate;
    };
    const exact = finiteDifferences((parameters) => negativeElbo(parameters, 1), PARAMETERS);
    expectBiased(mixtureEstimates(wrong, 2, "strata/wrong"), exact);
  });

  it("the leave-one-out gradient is 0 where every signal is log p(x), since a sample's shares sum to 1", () => {
    const rows = asRows([MEANS, LOG_VARIANCES, LOGITS], 50);
    const target = targetModel((z) => densityAt(mixtureGuide(rows[0], rows[1], rows[2]).posterior(rows[0] as Tensor2D), z, STOPPED).add(5));
    const gradientsBy = (estimator: ElboSpec["estimator"]) =>
      rowGradients((means, logVariances, logits) => {
        const input = { x: rows[0] as Tensor2D, noise: noise([3, 50, 2], "strata/zero"), beta: 1 };
        return objectiveValue(target, mixtureGuide(means, logVariances, logits), elboBy(estimator, 3), input).surrogate;
      }, rows);
    expect(Math.max(...gradientsBy("scoreLeaveOneOut").map(largest))).toBeLessThan(1e-4);
    expect(Math.max(...gradientsBy("score").map(largest))).toBeGreaterThan(0.1);
  });

  it("their mean and variance are the mixture's", () => {
    const [means, logVariances, logits] = asRows([MEANS, LOG_VARIANCES, LOGITS], 1);
    const epsilons = tensor3d(
      NODES.flatMap(({ epsilon }) => [epsilon, epsilon]),
      [NODES.length, 1, 2],
    );
    const draws = mixtureGuide(means, logVariances, logits)
      .posterior(tensor2d([PIXELS]))
      .sample(epsilons);
    // The nodes' shares in the place of 1/K.
    const nodeShares = tensor2d(
      NODES.flatMap(({ share }) => [share, share]),
      [2 * NODES.length, 1],
    ).log();
    const { mean, variance } = drawMoments({ z: draws.z, logShare: draws.logShare?.add(nodeShares) }, 1);
    const share = 1 / (1 + Math.exp(LOGITS[1] - LOGITS[0]));
    const [first, second] = [1, 2].map((power) =>
      [share, 1 - share].reduce((sum, each, c) => sum + each * (MEANS[c] ** power + (power - 1) * Math.exp(LOG_VARIANCES[c])), 0),
    );
    expect(mean.dataSync()[0]).toBeCloseTo(first, 5);
    expect(variance.dataSync()[0]).toBeCloseTo(second - first ** 2, 5);
  });
});
