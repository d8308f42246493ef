import { keep, logSumExp, type Scalar, type Tensor, type Tensor2D, tensor2d } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { bernoulli } from "../../src/distributions/bernoulli";
import type { ElboSpec, IwaeSpec, ObjectiveSpec } from "../../src/experiment/experiment";
import { objectiveValue } from "../../src/inference/objective";
import type { ObjectiveInput } from "../../src/inference/objectiveValue";
import { baselineNow, moveBaseline } from "../../src/training/baseline";
import type { RunState } from "../../src/training/runState";
import type { Guide } from "../../src/vae/guide";
import type { Model } from "../../src/vae/model";
import { startTestEngine } from "../engine/engines";
import { finiteDifferences } from "../engine/numbers";
import { objective } from "./golden";
import { gradientMoments, rowGradients } from "./gradientMeans";
import { freeGuide, noise, normalPriorModel } from "./toys";

/** One latent, three Bernoulli pixels with logits w z + c, and q = N(μ, exp ℓ) away from its optimum: [μ, ℓ, w, c]. */
const PIXELS = [1, 0, 1];
const PARAMETERS = [0.4, -0.5, 1.2, 0.7, -0.4, 0.2, -0.3, 0.5];
const SIZES = [1, 1, 3, 3];
const ENCODER = 2;

const logNormal = (z: number, mean: number, logVariance: number): number =>
  -0.5 * (Math.log(2 * Math.PI) + logVariance + (z - mean) ** 2 / Math.exp(logVariance));

/** log p(x|z), log p(z) and log q(z) at z = μ + σε, in float64. */
function densities([mean, logVariance, ...decoder]: readonly number[], epsilon: number) {
  const z = mean + Math.exp(logVariance / 2) * epsilon;
  const logLikelihood = PIXELS.reduce((sum, pixel, i) => {
    const logit = decoder[i] * z + decoder[3 + i];
    return sum + pixel * logit - Math.log1p(Math.exp(logit));
  }, 0);
  return { logLikelihood, logPrior: logNormal(z, 0, 0), logPosterior: logNormal(z, mean, logVariance) };
}

/** The trapezoid rule over ε ~ N(0, 1), whose error is far below 1e-10 for functions as smooth as these. */
const NODES = Array.from({ length: 97 }, (_, i) => (i - 48) / 6);
const weightOf = (epsilon: number): number => Math.exp(-0.5 * epsilon ** 2) / 6 / Math.sqrt(2 * Math.PI);

function negativeElbo(parameters: readonly number[], beta: number): number {
  return -NODES.reduce((sum, epsilon) => {
    const { logLikelihood, logPrior, logPosterior } = densities(parameters, epsilon);
    return sum + weightOf(epsilon) * (logLikelihood + beta * (logPrior - logPosterior));
  }, 0);
}

/** −L₂ over both draws. */
function negativeL2(parameters: readonly number[]): number {
  const weights = NODES.map((epsilon) => {
    const { logLikelihood, logPrior, logPosterior } = densities(parameters, epsilon);
    return { share: weightOf(epsilon), weight: Math.exp(logLikelihood + logPrior - logPosterior) };
  });
  const inner = (first: number) => weights.reduce((sum, { share, weight }) => sum + share * Math.log((first + weight) / 2), 0);
  return -weights.reduce((sum, { share, weight }) => sum + share * inner(weight), 0);
}

/** Rows of the same image, with a copy of the parameters each. */
const ROWS = 60_000;
const rowParameters = (rows: number): Tensor[] => {
  let at = 0;
  return SIZES.map((size) => {
    const values = PARAMETERS.slice(at, at + size);
    at += size;
    return tensor2d([values]).tile([rows, 1]);
  });
};

function rowModel(weight: Tensor, bias: Tensor): Model {
  return normalPriorModel((x, z) => {
    const logits = z.mul(weight).add(bias);
    return bernoulli.logProb(logits.reshape([-1, PIXELS.length]) as Tensor2D, x);
  });
}

type Surrogate = (model: Model, guide: Guide, input: ObjectiveInput) => Scalar;

function estimates(surrogate: Surrogate, samples: number, input: Partial<ObjectiveInput>, rows: number, name: string): number[][] {
  const x = tensor2d([PIXELS]).tile([rows, 1]) as Tensor2D;
  const draws = noise([samples, rows, 1], name);
  return rowGradients((mean, logVariance, weight, bias) => {
    const guide = freeGuide(mean as Tensor2D, logVariance as Tensor2D);
    return surrogate(rowModel(weight, bias), guide, { x, noise: draws, beta: 1, ...input });
  }, rowParameters(rows));
}

const byObjective =
  (spec: ObjectiveSpec): Surrogate =>
  (...input) =>
    objectiveValue(input[0], input[1], spec, input[2]).surrogate;

/** How far the mean of the estimates lies from the exact gradient: the largest distance in standard errors, and the errors against the gradient. */
function agreement(found: readonly number[][], exact: readonly number[]) {
  const { mean, error } = gradientMoments(found);
  const norm = Math.hypot(...exact.slice(0, ENCODER));
  const distances = mean.map((value, i) => Math.abs(value - exact[i]) / (error[i] + 1e-6));
  return { distance: Math.max(...distances), resolution: Math.max(...error.slice(0, ENCODER)) / norm };
}

/** Within 4 standard errors, each at most 2.5 % of the encoder's gradient. */
function expectUnbiased(found: readonly number[][], exact: readonly number[]): void {
  const { distance, resolution } = agreement(found, exact);
  expect(distance).toBeLessThan(4);
  expect(resolution).toBeLessThan(0.025);
}

const ELBO_CASES: [ElboSpec["estimator"], ElboSpec["kl"], number][] = [
  ["pathwise", "analytic", 1],
  ["pathwise", "monteCarlo", 2],
  ["stl", "monteCarlo", 1],
  ["stl", "monteCarlo", 2],
  ["score", "analytic", 1],
  ["score", "monteCarlo", 2],
  ["scoreLeaveOneOut", "analytic", 2],
  ["scoreLeaveOneOut", "monteCarlo", 3],
];

describe.each([1, 2.5])("the mean of many gradients of the ELBO under β = %d is the exact one", (beta) => {
  beforeAll(() => startTestEngine("cpu"));
  const exact = finiteDifferences((parameters) => negativeElbo(parameters, beta), PARAMETERS);

  it.each(ELBO_CASES)("by %s with the %s KL and %d samples", (estimator, kl, samples) => {
    const spec = { ...objective(beta), estimator, kl, samples };
    expectUnbiased(estimates(byObjective(spec), samples, { beta }, ROWS, `${estimator}/${kl}/${beta}`), exact);
  });

  it.each(["analytic", "monteCarlo"] as const)("by a moving average of earlier steps with the %s KL", (kl) => {
    const spec: ElboSpec = { ...objective(beta), estimator: "scoreMovingAverage", kl, samples: 1 };
    const run: RunState = { specs: [], step: 0, updates: 0, parameters: [], first: [], second: [], baseline: null };
    const found = Array.from({ length: 5 }, (_, step) => {
      const baseline = baselineNow(spec, run);
      const withBaseline: Surrogate = (model, guide, input) => {
        const { surrogate, signal } = objectiveValue(model, guide, spec, input);
        const average = moveBaseline(spec, run, signal);
        if (average !== undefined) run.baseline = { average: keep(average), updates: step + 1 };
        return surrogate;
      };
      return estimates(withBaseline, 1, { beta, baseline }, ROWS / 5, `moving/${kl}/${beta}/${step}`);
    }).flat();
    expectUnbiased(found, exact);
  });
});

describe("the mean of many gradients of L₂", () => {
  beforeAll(() => startTestEngine("cpu"));
  const exact = finiteDifferences(negativeL2, PARAMETERS);

  it.each(["pathwise", "dreg"] as const)("is the exact one by %s", (estimator) => {
    const spec: IwaeSpec = { kind: "iwae", samples: 2, estimator };
    expectUnbiased(estimates(byObjective(spec), 2, {}, ROWS, `iwae/${estimator}`), exact);
  });

  it("is not, by the same check, if log q has its parameters stopped as for the ELBO", () => {
    const wrong: Surrogate = (model, guide, { x, noise: draws }) => {
      const { z, logProb } = guide.sampleWithLogProb(x, draws, { stopParameters: true });
      return logSumExp(model.logJoint(x, z).sub(logProb), 0).mean().neg() as Scalar;
    };
    const { distance, resolution } = agreement(estimates(wrong, 2, {}, ROWS, "wrong"), exact);
    expect(distance).toBeGreaterThan(8);
    expect(resolution).toBeLessThan(0.025);
  });
});
