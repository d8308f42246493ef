import { backend } from "@tensorflow/tfjs-core";
import { describe, expect, it, vi } from "vitest";
import { MODELS } from "../../scripts/reproduction/combinations";
import type { WebglBackend } from "../../src/engine/webgl/webglBackend";
import type { Experiment } from "../../src/experiment/experiment";
import { mergeExperiment } from "../../src/experiment/resolve";
import { largest, largestError } from "./numbers";
import { BASE, start, trained } from "./trainedSteps";

/** Training steps on WebGL (drawn by a software renderer), most of them played from a record, beside those of plain JavaScript. */

const CASES: { name: string; experiment: Experiment; steps: number }[] = [
  { name: "the default model, seven images a batch", experiment: BASE, steps: 50 },
  {
    name: "three samples, clipped, free bits, static bits",
    experiment: mergeExperiment(BASE, {
      data: { binarization: "static" },
      objective: { samples: 3, freeBits: { nats: 0.2, per: "dimension" } },
      optimizer: { clipNorm: 1 },
    }),
    steps: 50,
  },
  {
    name: "score function with a moving average, relu, even sizes",
    experiment: mergeExperiment(BASE, {
      network: { encoder: [8], decoder: [8], activation: "relu" },
      latent: { dim: 2 },
      batchSize: 10,
      objective: { samples: 2, estimator: "scoreMovingAverage" },
    }),
    steps: 50,
  },
  ...MODELS.map(({ name, patch }) => ({
    name,
    experiment: mergeExperiment(BASE, patch.network?.kind === "conv" ? { network: { kind: "conv", encoder: [3], decoder: [3] } } : patch),
    steps: 14,
  })),
  { name: "IWAE", experiment: mergeExperiment(BASE, { objective: { kind: "iwae", samples: 3, estimator: "dreg" } }), steps: 14 },
];

describe("steps on WebGL", () => {
  it.each(CASES)(
    "$name: what is measured is that of plain JavaScript, and a record plays as the operations do, to the bit",
    async (one) => {
      await start("cpu");
      const exact = await trained(one.experiment, one.steps, false);
      await start("webgl");
      const draws = vi.spyOn((backend() as WebglBackend).programs, "draw");
      const made = await trained(one.experiment, one.steps, false);
      const byOperations = draws.mock.calls.length;
      const played = await trained(one.experiment, one.steps, true);
      expect(played).toEqual(made);
      // Of the first fourteen steps eight are played: not the first three, nor those that the two records are made of.
      expect(draws.mock.calls.length - byOperations).toBeLessThan(0.6 * byOperations);
      draws.mockRestore();
      made.metrics.forEach((values, step) => {
        const size = largest(exact.metrics[step]);
        expect(largestError(values, exact.metrics[step]), `step ${step + 1}`).toBeLessThan(1e-3 * size);
      });
    },
  );
});
