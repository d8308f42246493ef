import { expect, test } from "vitest";
import { progressLine } from "../../scripts/training/progress";
import { reportText } from "../../scripts/training/report";
import { DEFAULT_EXPERIMENT, type Experiment } from "../../src/experiment/experiment";
import type { EvaluationResult, HistoryPoint, RunProgress } from "../../src/worker/protocol";

const { latent, data } = DEFAULT_EXPERIMENT;
const evaluation: EvaluationResult = {
  ...{ count: 10_000, reconstruction: -120, kl: 6, klKind: "analytic", elbo: -126, elboStandardError: 0.5, activeUnits: 2 },
};
const report = (experiment: Experiment, result: Partial<EvaluationResult>) =>
  reportText({
    experiment,
    engine: "SIMD",
    training: { step: 10, epoch: 1, seconds: 1, stepsPerSecond: 10 },
    evaluation: { ...evaluation, ...result },
  }).split("\n");
const row = (lines: string[], name: string) =>
  lines
    .find((line) => line.trim().startsWith(name))
    ?.trim()
    .slice(name.length)
    .trim();

const IWAE: Experiment = { ...DEFAULT_EXPERIMENT, objective: { kind: "iwae", samples: 5, estimator: "dreg" } };

test("the report of IWAE gives L_K under its K, after the ELBO, with both uncertainties", () => {
  const lines = report(IWAE, { iwae: { samples: 5, value: -123.456, mcError: 0.02, imageError: 0.51 } });
  expect(row(lines, "L₅")).toBe("−123.46 ± 0.51 (standard error; draws alone ± 0.02)");
  expect(lines.findIndex((line) => line.includes("L₅"))).toBe(lines.findIndex((line) => line.includes("ELBO")) + 1);
  expect(report(DEFAULT_EXPERIMENT, {}).join()).not.toContain("L₅");
});

test("the report says how the KL was had, and gives it by dimension, with what dimensions share, or by layer", () => {
  const shared = report(DEFAULT_EXPERIMENT, { klPerDimension: [3, 2, 1] });
  expect([row(shared, "KL"), row(shared, "KL per dimension"), row(shared, "KL shared")]).toEqual([
    ...["6.00 (analytic)", "3.00   2.00", "1.00 (total correlation of q's dimensions)"],
  ]);
  const layered = report(
    { ...DEFAULT_EXPERIMENT, latent: { ...latent, prior: { kind: "hierarchical", upper: 2 } } },
    {
      ...{ klKind: "monteCarlo", klPerLayer: [4, 2] },
    },
  );
  expect([row(layered, "KL"), row(layered, "KL, layer z"), row(layered, "KL, layer u")]).toEqual(["6.00 (Monte Carlo)", "4.00", "2.00"]);
});

test("the report tells a density's nats from a cross-entropy and from a log-likelihood", () => {
  const grey: Experiment = { ...DEFAULT_EXPERIMENT, data: { ...data, binarization: "none" } };
  expect(row(report(grey, {}), "Reconstruction")).toContain("minus a cross-entropy");
  const density = row(report({ ...grey, likelihood: { kind: "continuousBernoulli" } }, {}), "Reconstruction");
  expect(density).toBe("−120.00 (nats of density, not comparable with Bernoulli nats)");
  expect(row(report(DEFAULT_EXPERIMENT, {}), "Reconstruction")).toBe("−120.00");
});

test("the progress of IWAE follows the bound that is trained", () => {
  const run: RunProgress = {
    ...{
      runId: "run-1",
      phase: "training",
      step: 30,
      epoch: 0.5,
      stepsPerEpoch: 60,
      beta: 1,
      betaStep: 30,
      memory: { tensors: 60, bytes: 7_000_000 },
      firstStepSeconds: 0.3,
    },
    ...{ imagesPerSecond: 0, secondsLeft: null },
  };
  const point: HistoryPoint = { step: 30, epoch: 0.5, split: "train", reconstruction: -120, kl: 6, elbo: -126, loss: 123, beta: 1 };
  const line = (history: HistoryPoint[]) => progressLine({ run, history, experiment: IWAE }, 0, 120);
  expect(line([{ ...point, iwae: -123, samples: 5 }])).toBe("epoch 0.50  step 30  L₅ train −123.0 test …");
  expect(line([point])).toContain("L₅ train … test …");
});
