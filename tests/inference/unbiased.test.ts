import { keep, logSumExp, type Scalar, type Tensor2D } from "@tensorflow/tfjs-core";
import { beforeAll, describe, it } from "vitest";
import type { ElboSpec, IwaeSpec } from "../../src/experiment/experiment";
import { objectiveValue } from "../../src/inference/objective";
import type { ObjectiveInput } from "../../src/inference/objectiveValue";
import { baselineNow, moveBaseline } from "../../src/training/baseline";
import type { RunState } from "../../src/training/runState";
import { startTestEngine } from "../engine/engines";
import { finiteDifferences } from "../engine/numbers";
import { objective } from "./golden";
import {
  byObjective,
  DECODER,
  estimates,
  expectBiased,
  expectUnbiased,
  logLikelihoodAt,
  logNormal,
  NODES,
  type Surrogate,
} from "./oneLatent";
import { freeGuide } from "./toys";

/** q = N(μ, exp ℓ) away from its optimum. */
const [MEAN, LOG_VARIANCE] = [0.4, -0.5];
const PARAMETERS = [MEAN, LOG_VARIANCE, ...DECODER];

/** log p(x|z), log p(z) and log q(z) at z = μ + σε, in float64. */
function densities([mean, logVariance, ...decoder]: readonly number[], epsilon: number) {
  const z = mean + Math.exp(logVariance / 2) * epsilon;
  return { logLikelihood: logLikelihoodAt(decoder, z), logPrior: logNormal(z, 0, 0), logPosterior: logNormal(z, mean, logVariance) };
}

function negativeElbo(parameters: readonly number[], beta: number): number {
  return -NODES.reduce((sum, { epsilon, share }) => {
    const { logLikelihood, logPrior, logPosterior } = densities(parameters, epsilon);
    return sum + share * (logLikelihood + beta * (logPrior - logPosterior));
  }, 0);
}

/** −L₂ over both draws. */
function negativeL2(parameters: readonly number[]): number {
  const weights = NODES.map(({ epsilon, share }) => {
    const { logLikelihood, logPrior, logPosterior } = densities(parameters, epsilon);
    return { share, weight: Math.exp(logLikelihood + logPrior - logPosterior) };
  });
  const inner = (first: number) => weights.reduce((sum, { share, weight }) => sum + share * Math.log((first + weight) / 2), 0);
  return -weights.reduce((sum, { share, weight }) => sum + share * inner(weight), 0);
}

const ROWS = 60_000;

function meanFieldEstimates(surrogate: Surrogate, samples: number, name: string, input: Partial<ObjectiveInput> = {}, rows = ROWS) {
  return estimates(surrogate, {
    guideOf: (mean, logVariance) => freeGuide(mean as Tensor2D, logVariance as Tensor2D),
    parameters: [[MEAN], [LOG_VARIANCE]],
    samples,
    rows,
    name,
    input,
  });
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
    expectUnbiased(meanFieldEstimates(byObjective(spec), samples, `${estimator}/${kl}/${beta}`, { beta }), exact);
  });

  it.each(["analytic", "monteCarlo"] as const)("by a moving average of earlier steps with the %s KL", (kl) => {
    const spec: ElboSpec = { ...objective(beta), estimator: "scoreMovingAverage", kl, samples: 1 };
    const run: RunState = { specs: [], step: 0, updates: 0, parameters: [], first: [], second: [], baseline: null };
    const steps = Array.from({ length: 5 }, (_, step) => {
      const baseline = baselineNow(spec, run);
      const withBaseline: Surrogate = (model, guide, input) => {
        const { surrogate, signal } = objectiveValue(model, guide, spec, input);
        const average = moveBaseline(spec, run, signal);
        if (average !== undefined) run.baseline = { average: keep(average), updates: step + 1 };
        return surrogate;
      };
      return meanFieldEstimates(withBaseline, 1, `moving/${kl}/${beta}/${step}`, { beta, baseline }, ROWS / 5);
    });
    const found = PARAMETERS.map((_, i) => Float32Array.from(steps.flatMap((estimated) => Array.from(estimated[i]))));
    expectUnbiased(found, exact);
  });
});

describe("the mean of many gradients of L₂", () => {
  beforeAll(() => startTestEngine("cpu"));
  const exact = finiteDifferences(negativeL2, PARAMETERS);

  it.each(["pathwise", "dreg"] as const)("is the exact one by %s", (estimator) => {
    const spec: IwaeSpec = { kind: "iwae", samples: 2, estimator };
    expectUnbiased(meanFieldEstimates(byObjective(spec), 2, `iwae/${estimator}`), exact);
  });

  it("is not, by the same check, if log q has its parameters stopped as for the ELBO", () => {
    const wrong: Surrogate = (model, guide, { x, noise: draws }) => {
      const { z, logProb } = guide.sampleWithLogProb(x, draws, { stopParameters: true });
      return logSumExp(model.logJoint(x, z).sub(logProb), 0).mean().neg() as Scalar;
    };
    expectBiased(meanFieldEstimates(wrong, 2, "wrong"), exact);
  });
});
