import type { TrainBudget } from "../worker/protocol";

/** What is left of a budget after so many steps and milliseconds. */
export function budgetLeft({ steps, epochs, seconds }: TrainBudget, made: number, passed: number, stepsPerEpoch: number): TrainBudget {
  return {
    ...(steps === undefined ? {} : { steps: Math.max(1, steps - made) }),
    ...(epochs === undefined ? {} : { epochs: Math.max(1e-9, epochs - made / Math.max(1, stepsPerEpoch)) }),
    ...(seconds === undefined ? {} : { seconds: Math.max(0.001, seconds - passed / 1000) }),
  };
}
