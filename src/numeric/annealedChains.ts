/**
 * Chains that go from a Gaussian q to an unnormalised density f through q^{1−β} f^β, and the weights that they gather on the way (Neal,
 * "Annealed Importance Sampling", Statistics and Computing 11, 2001). They run in u of z = mean + L u, where q is a standard normal.
 */
import { chainStates, hamiltonianTransition, type LogDensityWithGradient } from "./hamiltonian";
import { normals } from "./random";

export interface AnnealedChains {
  dim: number;
  chains: number;
  /** Increments of β from 0 to 1; each but the last is followed by a transition. */
  temperatures: number;
  leapfrogSteps: number;
  /** log f(z) in nats, such as log p(x, z), with its gradient; asked at all chains at once, [chains · dim]. */
  target: LogDensityWithGradient;
  /** q = N(mean, L Lᵀ): mean [dim], lower-triangular L [dim, dim] row by row; wider than f, or the weights have heavy tails. */
  start: { mean: Float64Array; factor: Float64Array };
  streamId: number;
  /** Awaited after each transition with how many are done, so that other things get their turn; what it throws ends the run. */
  between(done: number): Promise<void>;
}

/** Where a run reads its leapfrog step sizes, in deviations of q, and tells each transition's mean probability of acceptance. */
export interface StepSizes {
  at(beta: number): number;
  accepted(acceptance: number): void;
}

/** β_0 = 0 … β_T = 1, [T + 1]: σ(δ(2t/T − 1)) with δ = 4, shifted and scaled (Grosse, Ghahramani & Adams, arXiv:1511.02543, 2015). */
export function inverseTemperatures(temperatures: number): Float64Array {
  const sigmoid = (t: number) => 1 / (1 + Math.exp(-4 * ((2 * t) / temperatures - 1)));
  const [first, last] = [sigmoid(0), sigmoid(temperatures)];
  return Float64Array.from({ length: temperatures + 1 }, (_, t) => (sigmoid(t) - first) / (last - first));
}

/**
 * log w = Σ_t (β_t − β_{t−1}) (log f(z_{t−1}) − log q(z_{t−1})) of each chain in nats, [chains]; −∞ where f is not finite at its start,
 * which the chain then never leaves. Its randomness is the stream's, at the steps from `firstStep`.
 */
export async function annealedLogWeights(run: AnnealedChains, stepSizes: StepSizes, firstStep = 0): Promise<Float64Array> {
  const { chains, dim, leapfrogSteps, streamId } = run;
  const target = whitened(run);
  const betas = inverseTemperatures(run.temperatures);
  const logWeights = new Float64Array(chains);
  let states = await chainStates(target, Float64Array.from(normals(chains * dim, firstStep, streamId)));
  for (let t = 1; t <= run.temperatures; t++) {
    const logStart = logStandardNormals(states.position, dim);
    for (let chain = 0; chain < chains; chain++) {
      const value = states.value[chain];
      logWeights[chain] += Number.isFinite(value) ? (betas[t] - betas[t - 1]) * (value - logStart[chain]) : Number.NEGATIVE_INFINITY;
    }
    if (t === run.temperatures) break;
    const [beta, step] = [betas[t], firstStep + t];
    const transition = { chains, dim, beta, stepSize: stepSizes.at(beta), leapfrogSteps, step, streamId };
    const { states: next, acceptance } = await hamiltonianTransition(target, states, transition);
    states = next;
    stepSizes.accepted(acceptance);
    await run.between(t);
  }
  return logWeights;
}

/** log N(u; 0, I) of each row, [rows]. */
function logStandardNormals(positions: Float64Array, dim: number): Float64Array {
  return Float64Array.from({ length: positions.length / dim }, (_, row) => {
    const squares = positions.subarray(row * dim, (row + 1) * dim).reduce((sum, value) => sum + value * value, 0);
    return -0.5 * (squares + dim * Math.log(2 * Math.PI));
  });
}

/** The target as a density of u: log f(mean + L u) + log |L|, with the gradient Lᵀ ∇ log f. */
function whitened({ dim, target, start: { mean, factor } }: AnnealedChains): LogDensityWithGradient {
  let logDeterminant = 0;
  for (let d = 0; d < dim; d++) logDeterminant += Math.log(Math.abs(factor[d * dim + d]));
  return async (positions) => {
    const codes = positions.map((_, i) => {
      const [first, row] = [i - (i % dim), i % dim];
      let code = mean[row];
      for (let column = 0; column <= row; column++) code += factor[row * dim + column] * positions[first + column];
      return code;
    });
    const { value, gradient } = await target(codes);
    const pulled = positions.map((_, i) => {
      const [first, column] = [i - (i % dim), i % dim];
      let sum = 0;
      for (let row = column; row < dim; row++) sum += factor[row * dim + column] * gradient[first + row];
      return sum;
    });
    return { value: value.map((logDensity) => logDensity + logDeterminant), gradient: pulled };
  };
}
