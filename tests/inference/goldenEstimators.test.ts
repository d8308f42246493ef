import { grads, type Scalar, scalar, type Tensor, tensor, tidy } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { DEFAULT_EXPERIMENT, type ElboEstimator, type ElboSpec, type IwaeSpec, type ObjectiveSpec } from "../../src/experiment/experiment";
import { iwae } from "../../src/inference/logWeights";
import { objectiveValue } from "../../src/inference/objective";
import type { ObjectiveValue } from "../../src/inference/objectiveValue";
import { baselineNow, moveBaseline } from "../../src/training/baseline";
import { columnVariances, summarize } from "../../src/training/heldOut";
import type { RunState } from "../../src/training/runState";
import { densityAt } from "../../src/vae/posterior";
import { ENGINES, startTestEngine } from "../engine/engines";
import exact from "../fixtures/golden-inference.json";
import { figureTensor, golden, goldenImages, goldenParameters, goldenVae, NAMES, objective } from "./golden";
import { expectGradients, expectValues } from "./goldenChecks";

const { B, K, Z } = golden.sizes;

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const elboBy = (estimator: ElboEstimator, kl: ElboSpec["kl"]): ElboSpec => ({ ...objective(1), samples: K, estimator, kl });
const iwaeBy = (estimator: IwaeSpec["estimator"], samples: number): IwaeSpec => ({ kind: "iwae", samples, estimator });

/** The first `samples` draws of the noise. */
const noiseOf = (samples: number): Tensor => tensor(golden.eps.values.slice(0, samples * B * Z), [samples, B, Z]);

/** The objective's terms, and its gradient for every parameter. */
function estimate(spec: ObjectiveSpec, { beta = 1, baseline }: { beta?: number; baseline?: Scalar } = {}) {
  let value: ObjectiveValue | undefined;
  const gradients = grads((...parameters: Tensor[]): Scalar => {
    const { model, guide } = goldenVae(parameters);
    value = objectiveValue(model, guide, spec, { x: goldenImages(), noise: noiseOf(spec.samples), beta, baseline });
    return value.surrogate;
  })(goldenParameters());
  const { model, guide } = goldenVae(goldenParameters());
  const terms = objectiveValue(model, guide, spec, { x: goldenImages(), noise: noiseOf(spec.samples), beta, baseline });
  return { ...terms, gradients };
}

/** The decoder's part of the ELBO's gradient: that of −mean log p(x|z), whatever β and the encoder's estimator. */
const DECODER_GRADIENTS = Object.fromEntries(
  Object.entries(golden.elbo.lossGradients).filter(([name]) => name.startsWith("decoder")),
) as Partial<typeof golden.elbo.lossGradients>;

describe.each(ENGINES)("on %s, PyTorch's float64 gradients are met", (engine) => {
  beforeAll(() => startTestEngine(engine));

  it.each(exact.iwae)("by IWAE's bound of $samples samples", ({ samples, bound, lossGradients }) => {
    const { loss, iwae: bounds, gradients } = estimate(iwaeBy("pathwise", samples));
    expectValues(loss.dataSync(), [-bound]);
    expectValues([mean(Array.from(bounds?.dataSync() ?? []))], [bound]);
    const { model, guide } = goldenVae(goldenParameters());
    expectValues(iwae(model, guide, goldenImages(), noiseOf(samples)).dataSync(), [bound]);
    expectGradients(gradients, lossGradients);
  });

  it("by DReG in the encoder and IWAE itself in the decoder", () => {
    const [, , five] = exact.iwae;
    const { loss, gradients } = estimate(iwaeBy("dreg", K));
    expectValues(loss.dataSync(), [-five.bound]);
    expectGradients(gradients, { ...five.lossGradients, ...exact.dreg.encoderLossGradients });
  });

  it.each(exact.stickingTheLanding)("by sticking the landing under β = $beta", ({ beta, lossGradients }) => {
    expectGradients(estimate(elboBy("stl", "monteCarlo"), { beta }).gradients, lossGradients);
  });

  it.each(exact.scoreFunction)("by the score function under β = $beta", ({ beta, signal, plain, leaveOneOut, analyticKl }) => {
    const monteCarlo = estimate(elboBy("score", "monteCarlo"), { beta });
    expectValues(monteCarlo.signal?.dataSync() ?? [], [mean(signal.values)]);
    expectValues(monteCarlo.loss.dataSync(), [-mean(signal.values)]);
    expectGradients(monteCarlo.gradients, { ...plain, ...DECODER_GRADIENTS });
    expectGradients(estimate(elboBy("scoreLeaveOneOut", "monteCarlo"), { beta }).gradients, { ...leaveOneOut, ...DECODER_GRADIENTS });
    const closed = estimate(elboBy("score", "analytic"), { beta });
    expectValues(closed.signal?.dataSync() ?? [], [mean(golden.forward.logLikelihood.values)]);
    expectGradients(closed.gradients, { ...analyticKl, ...DECODER_GRADIENTS });
  });

  it.each(exact.scoreFunction)("by the signal of every draw under β = $beta", ({ beta, signal }) => {
    const { model, guide } = goldenVae(goldenParameters());
    const found = signal.values.map((_, at) => {
      const [k, b] = [Math.floor(at / B), at % B];
      const noise = noiseOf(K).slice([k, b, 0], [1, 1, Z]);
      const value = objectiveValue(model, guide, elboBy("score", "monteCarlo"), { x: goldenImages().slice([b, 0], [1, -1]), noise, beta });
      return value.signal?.dataSync()[0] ?? Number.NaN;
    });
    expectValues(found, signal.values);
  });

  it("by a constant baseline b, which adds b ∇ log q", () => {
    const b = -7;
    const parameters = goldenParameters();
    const encoder = parameters.filter((_, i) => NAMES[i].startsWith("encoder"));
    const towards = grads((...values: Tensor[]): Scalar => {
      const q = goldenVae([...values, ...parameters.slice(encoder.length)]).guide.posterior(goldenImages());
      return densityAt(q, figureTensor(golden.forward.z).as3D(K, B, Z), { stopParameters: false })
        .mean()
        .mul(b);
    })(encoder);
    const { gradients } = estimate(elboBy("scoreMovingAverage", "monteCarlo"), { baseline: scalar(b) });
    const withoutBaseline = gradients.map((gradient, i) => (i < encoder.length ? gradient.sub(towards[i]) : gradient));
    expectGradients(withoutBaseline, { ...exact.scoreFunction[0].plain, ...DECODER_GRADIENTS });
  });

  it("by the baseline: .9 b + .1 f after use, debiased, 0 at the first step", () => {
    const spec = elboBy("scoreMovingAverage", "monteCarlo");
    const run: RunState = { specs: [], step: 0, updates: 0, parameters: [], first: [], second: [], baseline: null };
    const used = exact.movingAverageBaseline.signalMeans.map((signal) => {
      const b = baselineNow(spec, run);
      const average = moveBaseline(spec, run, scalar(signal));
      if (average === undefined) throw new Error("this estimator has a baseline");
      run.baseline = { average, updates: (run.baseline?.updates ?? 0) + 1 };
      return b?.dataSync()[0] ?? Number.NaN;
    });
    expectValues(used, exact.movingAverageBaseline.baselineUsed);
  });

  it("by the variances of E_q[z] that say which units are active", () => {
    const { threshold, variancePerDimension, count } = exact.activeUnits;
    const found = goldenVae(goldenParameters()).guide.posterior(goldenImages()).mean?.dataSync();
    const means = Float32Array.from(found ?? []);
    expectValues(columnVariances(means, B, Z), variancePerDimension.values);
    const active = (scale: number): number => {
      const zeros = new Float32Array(B * Z);
      const shrunk = means.map((value) => value * Math.sqrt(scale));
      const rest = { reconstruction: new Float32Array(B), kl: zeros, klColumns: "dimensions", klKind: "analytic" } as const;
      return summarize({ ...rest, mean: shrunk, meanVariance: zeros, count: B, dim: Z }).activeUnits;
    };
    expect(active(1)).toBe(count);
    for (const factor of [0.99, 1.01]) {
      const scale = (factor * threshold) / variancePerDimension.values[2];
      expect(active(scale)).toBe(variancePerDimension.values.filter((variance) => variance * scale > threshold).length);
    }
  });
});

describe("estimators without a baseline", () => {
  it("are given none, and move none", () => {
    const run: RunState = { specs: [], step: 0, updates: 0, parameters: [], first: [], second: [], baseline: null };
    for (const spec of [DEFAULT_EXPERIMENT.objective, elboBy("scoreLeaveOneOut", "monteCarlo"), iwaeBy("dreg", K)]) {
      expect(baselineNow(spec, run)).toBeUndefined();
      expect(tidy(() => moveBaseline(spec, run, scalar(-100)))).toBeUndefined();
    }
  });
});
