/** When a run reports and evaluates: functions of the step alone, so that the same seed gives the same curves. */

/** Images in a test evaluation during training. */
export const EVALUATION_COUNT = 2000;

/** True after `step` updates if the train curves get a point: each of the first ten, then every 5, 10 and, past 1 000, 25. */
export function isReportStep(step: number): boolean {
  if (step <= 10) return step > 0;
  if (step <= 100) return step % 5 === 0;
  return step % (step <= 1000 ? 10 : 25) === 0;
}

/** True after `step` updates if the held-out images are evaluated: about 10 % of the time on the default experiment. */
export function isEvaluationStep(step: number): boolean {
  return step === 0 || step === 10 || step === 25 || step % 50 === 0;
}
