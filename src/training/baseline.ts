import { add, mul, type Scalar, scalar, tidy } from "@tensorflow/tfjs-core";
import { stepScalar } from "../engine/operations/stepScalar";
import type { ObjectiveSpec } from "../experiment/experiment";
import { BASELINE_DECAY, baselineCorrection } from "../inference/scoreBaseline";
import type { RunState } from "./runState";

/** True where the estimator keeps a moving average, which is then part of what a step replaces. */
export const isMoving = (objective: ObjectiveSpec): boolean => objective.estimator === "scoreMovingAverage";

/** b of the moving average before this step, debiased; the caller disposes of it. Undefined for any other estimator. */
export function baselineNow(objective: ObjectiveSpec, { baseline }: RunState): Scalar | undefined {
  if (!isMoving(objective)) return undefined;
  if (baseline === null) return scalar(0);
  return tidy(() => mul(baseline.average, stepScalar("baselineCorrection", baselineCorrection(baseline.updates))));
}

/** The moving average after this step's signal; undefined for any other estimator. Call inside a tidy. */
export function moveBaseline(objective: ObjectiveSpec, { baseline }: RunState, signal: Scalar | undefined): Scalar | undefined {
  if (!isMoving(objective) || signal === undefined) return undefined;
  const fresh = mul(signal, 1 - BASELINE_DECAY) as Scalar;
  return baseline === null ? fresh : add(mul(baseline.average, BASELINE_DECAY), fresh);
}
