/** When a run reports and evaluates: functions of the step alone, so that the same seed gives the same curves. */

/** Images in a test evaluation during training. */
export const EVALUATION_COUNT = 2000;

/** [until this step, every so many], rising. The gaps grow with the run, so that a run of a million steps has a curve of a few thousand points. */
type Cadence = ReadonlyArray<readonly [until: number, every: number]>;

const REPORTS: Cadence = [
  [10, 1],
  [100, 5],
  [1000, 10],
  [10_000, 25],
  [100_000, 100],
  [Number.POSITIVE_INFINITY, 1000],
];

const EVALUATIONS: Cadence = [
  [1000, 50],
  [10_000, 100],
  [100_000, 500],
  [Number.POSITIVE_INFINITY, 1000],
];

function isDue(cadence: Cadence, step: number): boolean {
  const every = cadence.find(([until]) => step <= until)?.[1] ?? 1;
  return step % every === 0;
}

/** True after `step` updates if the train curves get a point: each of the first ten, then every 5, 10, 25 and so on. */
export function isReportStep(step: number): boolean {
  return step > 0 && isDue(REPORTS, step);
}

/**
 * True after `step` updates if the held-out images are evaluated: every 50 and, past 1 000, 100. That is a few percent of the default
 * experiment's time, but nearly all of it where L_K of many samples is estimated: K decodings of every image.
 */
export function isEvaluationStep(step: number): boolean {
  return step === 10 || step === 25 || isDue(EVALUATIONS, step);
}
