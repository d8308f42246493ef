import { tensor1d } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { DEFAULT_EXPERIMENT } from "../../src/experiment/experiment";
import { update } from "../../src/training/optimizer";
import type { RunState } from "../../src/training/runState";
import { startTestEngine } from "../engine/engines";

const GRADIENTS = [
  [3, 0],
  [0, -4],
];

/** Two parameters of two values; the global norm of their gradients is 5. */
function updated(clipNorm: number | null, wantNorm = false) {
  const zeros = () => [tensor1d([0, 0]), tensor1d([0, 0])];
  const run: RunState = { specs: [], step: 0, updates: 0, parameters: zeros(), first: zeros(), second: zeros(), baseline: null };
  const gradients = GRADIENTS.map((values) => tensor1d(values));
  const { first, norm } = update({ ...DEFAULT_EXPERIMENT.optimizer, clipNorm }, run, gradients, wantNorm);
  return { first: first.map((moment) => [...moment.dataSync()]), norm: norm?.dataSync()[0] };
}

/** The first moment after one step is (1 − β₁) times the gradient that Adam was given. */
const expected = (scale: number) => GRADIENTS.map((values) => values.map((value) => expect.closeTo(0.1 * scale * value, 6)));

describe("clipping by the global norm", () => {
  beforeAll(() => startTestEngine("simd"));

  it("scales all gradients by clip / (norm + 1e-6) when the norm is above it, as torch.nn.utils.clip_grad_norm_ does", () => {
    const { first, norm } = updated(2);
    expect(norm).toBeCloseTo(5, 6);
    expect(first).toEqual(expected(2 / (5 + 1e-6)));
  });

  it("leaves them alone below it, and without it", () => {
    expect(updated(6).first).toEqual(expected(1));
    expect(updated(null).first).toEqual(expected(1));
  });

  it("computes the norm only when it is wanted or needed", () => {
    expect(updated(null).norm).toBeUndefined();
    expect(updated(null, true).norm).toBeCloseTo(5, 6);
  });
});
