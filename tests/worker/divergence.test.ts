import { expect, it } from "vitest";
import type { DeepPartial, Experiment } from "../../src/experiment/experiment";
import { repairExperiment } from "../../src/experiment/resolve";
import { divergenceNotice } from "../../src/worker/divergence";

const noticeOf = (patch: DeepPartial<Experiment>, { loss = Number.NaN, to = 400 } = {}) =>
  divergenceNotice(repairExperiment(patch).experiment, loss, 437, to, 437);

it("what became of the run is said: what the loss was, where it is now, and that it is paused", () => {
  expect(noticeOf({})).toContain("The loss became NaN at step 437; the point is not drawn. The run is back at step 400");
  expect(noticeOf({}, { loss: Number.POSITIVE_INFINITY })).toContain("The loss became infinite at step 437");
  // Where there is no state to go back to.
  expect(noticeOf({}, { to: 437 })).not.toContain("The run is back");
});

it.each([
  ["the learning rate", { optimizer: { learningRate: 1 } }, "The learning rate of 1 is the likely cause: 0.001 is usual"],
  ["β", { objective: { beta: { kind: "constant", value: 1000 } } }, "β = 1000 is the likely cause: 1 is the ELBO"],
  [
    "the learning rate before β",
    { optimizer: { learningRate: 1 }, objective: { beta: { kind: "constant", value: 1000 } } },
    "The learning rate of 1",
  ],
  [
    "a Gaussian's σ",
    { data: { binarization: "none" }, likelihood: { kind: "gaussian", sigma: 0.1 } },
    "The Gaussian likelihood is the likely cause",
  ],
  ["gradients that are not clipped", { optimizer: { clipNorm: null } }, "gradients that are not clipped"],
] as [string, DeepPartial<Experiment>, string][])("the likely setting is named: %s", (_, patch, words) => {
  expect(noticeOf(patch)).toContain(words);
});
