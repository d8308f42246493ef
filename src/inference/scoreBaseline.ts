import { mul, reshape, scalar, sub, sum, type Tensor, type Tensor2D, tile } from "@tensorflow/tfjs-core";
import type { ElboEstimator } from "../experiment/experiment";
import type { Draws } from "../vae/posterior";
import { sharesOf } from "./logWeights";
import type { ObjectiveInput } from "./objectiveValue";

/** b ← .9 b + .1 f after use. */
export const BASELINE_DECAY = 0.9;

/** What is subtracted from the signal f, [S, B] or a scalar: independent of the draw it is subtracted from, so that nothing is biased. */
export function scoreBaseline(estimator: ElboEstimator, signal: Tensor2D, draws: Draws, { noise, baseline }: ObjectiveInput): Tensor {
  switch (estimator) {
    case "scoreLeaveOneOut":
      return meanOfOthers(signal, draws, noise.shape[0]);
    case "scoreMovingAverage":
      return baseline ?? scalar(0);
    default:
      return scalar(0);
  }
}

/** For each sample the mean f of the other K − 1 of the same image; a sample of C strata counts as Σ_c share_c f_c. [S, B] → [S, B]. */
function meanOfOthers(signal: Tensor2D, draws: Draws, samples: number): Tensor2D {
  const [rows, batch] = signal.shape;
  if (samples < 2) throw new Error("the leave-one-out baseline needs at least 2 samples");
  const strata = rows / samples;
  const shared = draws.logShare === undefined ? signal : mul(sharesOf(draws.logShare), signal);
  const perSample = strata === 1 ? (shared as Tensor2D) : (sum(reshape(shared, [samples, strata, batch]), 1) as Tensor2D);
  const others = mul(sub(sum(perSample, 0, true), perSample), 1 / (samples - 1)) as Tensor2D;
  if (strata === 1) return others;
  return reshape(tile(reshape(others, [samples, 1, batch]), [1, strata, 1]), [rows, batch]);
}

/** What turns an average of `updates` signals, started from 0, into b: 1 / (1 − .9ᵗ). */
export function baselineCorrection(updates: number): number {
  return 1 / (1 - BASELINE_DECAY ** updates);
}
