/** log ∫ f(z) dz of an unnormalised density f, as log p(x) is of p(x, z), by annealed importance sampling (Neal 2001). */
import { type AnnealedChains, annealedLogWeights, inverseTemperatures } from "./annealedChains";
import { runningWeights } from "./runningWeights";

export interface AnnealingRequest extends AnnealedChains {
  /** Leapfrog step size at β in [0, 1], in deviations of the start; fixed beforehand (`pilotStepSizes`), or the estimate is biased. */
  stepSizeAt(beta: number): number;
}

export interface AnnealingResult {
  /** log of the mean weight in nats, of which the exponential is unbiased; −∞ where no chain started at a finite log f. */
  logEvidence: number;
  /** Its standard error by the delta method; +∞ where the mean weight is 0. */
  error: number;
  /** (Σw)² / Σw², 0 … chains. */
  effectiveSampleSize: number;
  /** Mean probability of acceptance over chains and transitions. */
  acceptance: number;
  /** log w in nats, [chains]. */
  logWeights: Float64Array;
}

/** What the pilot aims at: the best acceptance of Hamiltonian Monte Carlo (Beskos et al., Bernoulli 19, 2013). */
const TARGET_ACCEPTANCE = 0.65;

/** How much the pilot's log step size follows each transition's acceptance. */
const ADAPTATION_RATE = 0.5;

/** Neighbours on either side that the pilot's log step sizes are averaged with. */
const SMOOTHING = 4;

const LEAST_PILOT_TEMPERATURES = 20;

/** A pilot's steps in the stream begin here, behind those of any run: a step size that knew the run's randomness would bias it. */
const PILOT_STEP = 2 ** 30;

/**
 * The evidence by `chains` chains. It calls the target (temperatures − 1) · leapfrogSteps + 1 times, and gives the same bits for the same
 * request.
 */
export async function annealedImportance(request: AnnealingRequest): Promise<AnnealingResult> {
  const acceptances: number[] = [];
  const logWeights = await annealedLogWeights(request, {
    at: (beta) => request.stepSizeAt(beta),
    accepted: (acceptance) => acceptances.push(acceptance),
  });
  return { ...evidence(logWeights), acceptance: acceptances.length === 0 ? 1 : mean(acceptances), logWeights };
}

function evidence(logWeights: Float64Array): Pick<AnnealingResult, "logEvidence" | "error" | "effectiveSampleSize"> {
  if (logWeights.every((value) => value === Number.NEGATIVE_INFINITY))
    return { logEvidence: Number.NEGATIVE_INFINITY, error: Number.POSITIVE_INFINITY, effectiveSampleSize: 0 };
  const weights = runningWeights(1);
  weights.add(logWeights.map((value) => Math.max(value, -Number.MAX_VALUE)));
  const { logMean, error } = weights.result();
  // The squared error is (S Σw²/(Σw)² − 1)/(S − 1).
  const effectiveSampleSize = logWeights.length / (1 + (logWeights.length - 1) * error[0] ** 2);
  return { logEvidence: logMean[0], error: error[0], effectiveSampleSize };
}

/**
 * Step sizes over β for a run of this request, by a run of a third of its temperatures (at least 20) with randomness of its own, in which
 * the step size follows the acceptance towards 65 %: what it came to, smoothed over neighbouring temperatures and from then on fixed.
 */
export async function pilotStepSizes(request: AnnealedChains): Promise<(beta: number) => number> {
  const temperatures = Math.max(LEAST_PILOT_TEMPERATURES, Math.ceil(request.temperatures / 3));
  // The energy error of leapfrog on a normal grows with dim · size⁴; above 2 it is unstable.
  let logSize = Math.log(Math.min(1.5, 2 * request.dim ** -0.25));
  const logSizes: number[] = [];
  const follow = (acceptance: number) => {
    logSize += ADAPTATION_RATE * (acceptance - TARGET_ACCEPTANCE);
    logSizes.push(logSize);
  };
  await annealedLogWeights({ ...request, temperatures }, { at: () => Math.exp(logSize), accepted: follow }, PILOT_STEP);
  const smooth = logSizes.map((_, t) => mean(logSizes.slice(Math.max(0, t - SMOOTHING), t + SMOOTHING + 1)));
  const betas = inverseTemperatures(temperatures).subarray(1, -1);
  return (beta) => Math.exp(interpolated(betas, smooth, beta));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Values at ascending knots, linear between them and constant outside. */
function interpolated(knots: Float64Array, values: readonly number[], at: number): number {
  const next = knots.findIndex((knot) => knot >= at);
  if (next === 0) return values[0];
  if (next < 0) return values[values.length - 1];
  const share = (at - knots[next - 1]) / (knots[next] - knots[next - 1]);
  return values[next - 1] + share * (values[next] - values[next - 1]);
}
