/** When a run reports and evaluates: functions of the step alone, so that the same seed gives the same curves. */

/** Images in a test evaluation during training. */
export const EVALUATION_COUNT = 2000;

/** True after `step` updates if the train curves get a point: each of the first ten, then every 5, 10 and, past 1 000, 25. */
export function isReportStep(step: number): boolean {
  if (step <= 10) return step > 0;
  if (step <= 100) return step % 5 === 0;
  return step % (step <= 1000 ? 10 : 25) === 0;
}

/**
 * True after `step` updates if the held-out images are evaluated: every 50 and, past 1 000, 100. That is a few percent of the default
 * experiment's time, but nearly all of it where L_K of many samples is estimated: K decodings of every image.
 */
export function isEvaluationStep(step: number): boolean {
  if (step < 50) return step === 0 || step === 10 || step === 25;
  return step % (step <= 1000 ? 50 : 100) === 0;
}
