/**
 * Hamiltonian Monte Carlo (Neal, "MCMC Using Hamiltonian Dynamics", Handbook of Markov Chain Monte Carlo, 2011) of several chains at
 * once, on the densities from a standard normal to a target: log π_β(u) = −(1 − β) |u|²/2 + β log f(u) + constant.
 */
import { normals, uniformAt } from "./random";

/** log f in nats at points, [chains · dim] row by row: values [chains] and gradients [chains · dim]. */
export type LogDensityWithGradient = (points: Float64Array) => Promise<{ value: Float64Array; gradient: Float64Array }>;

/** Where chains are, [chains · dim], with log f [chains] and its gradient [chains · dim] there. */
export interface ChainStates {
  position: Float64Array;
  value: Float64Array;
  gradient: Float64Array;
}

export interface HamiltonianTransition {
  chains: number;
  dim: number;
  /** The share of log f, 0 … 1. */
  beta: number;
  stepSize: number;
  leapfrogSteps: number;
  /** The address of its randomness; two transitions of a chain need different steps. */
  step: number;
  streamId: number;
}

/** Every trajectory's step size is a uniform draw within this share of the one asked for, lest it be a period long (Neal 2011). */
const STEP_JITTER = 0.2;

/** The chains' states at their positions: one call of the target. */
export async function chainStates(target: LogDensityWithGradient, position: Float64Array): Promise<ChainStates> {
  return { position, ...(await target(position)) };
}

/**
 * One transition of every chain, which leaves π_β as it is: a fresh momentum, a leapfrog trajectory, Metropolis' acceptance. It calls the
 * target `leapfrogSteps` times, at finite points only. A trajectory on which a value or gradient is not finite is rejected.
 * @returns the next states, and the mean of the chains' probabilities of acceptance.
 */
export async function hamiltonianTransition(
  target: LogDensityWithGradient,
  states: ChainStates,
  transition: HamiltonianTransition,
): Promise<{ states: ChainStates; acceptance: number }> {
  const { chains, dim, step, streamId } = transition;
  const momentum = Float64Array.from(normals(chains * dim, step, streamId));
  const before = energies(states, momentum, transition);
  const proposed = await trajectory(target, states, momentum, transition);
  const after = energies(proposed, momentum, transition);
  const next = { position: states.position.slice(), value: states.value.slice(), gradient: states.gradient.slice() };
  let acceptance = 0;
  for (let chain = 0; chain < chains; chain++) {
    const probability = Math.exp(-Math.max(0, after[chain] - before[chain]));
    // Of a trajectory that was not finite it is NaN.
    if (!(probability > 0)) continue;
    acceptance += probability / chains;
    if (uniformAt((dim + 1) * chains + chain, step, streamId) >= probability) continue;
    const row = [chain * dim, (chain + 1) * dim] as const;
    next.position.set(proposed.position.subarray(...row), row[0]);
    next.gradient.set(proposed.gradient.subarray(...row), row[0]);
    next.value[chain] = proposed.value[chain];
  }
  return { states: next, acceptance };
}

/** The end of every chain's leapfrog trajectory; changes `momentum` to the one there, NaN where something was not finite. */
async function trajectory(
  target: LogDensityWithGradient,
  from: ChainStates,
  momentum: Float64Array,
  transition: HamiltonianTransition,
): Promise<ChainStates> {
  const { chains, dim, stepSize, leapfrogSteps, step, streamId } = transition;
  const sizes = Float64Array.from({ length: chains }, (_, chain) => {
    return stepSize * (1 + STEP_JITTER * (2 * uniformAt(dim * chains + chain, step, streamId) - 1));
  });
  let states = from;
  kick(states, momentum, sizes, { ...transition, share: 0.5 });
  for (let taken = 1; taken <= leapfrogSteps; taken++) {
    const moved = states.position.map((value, i) => value + sizes[Math.floor(i / dim)] * momentum[i]);
    // A trajectory that is lost, which its momentum tells, goes on from a point that the target can be asked at.
    const asked = moved.map((value, i) => (Number.isFinite(value) ? value : from.position[i]));
    states = await chainStates(target, asked);
    kick(states, momentum, sizes, { ...transition, share: taken < leapfrogSteps ? 1 : 0.5 });
  }
  return states;
}

/** momentum += share · step size · ∇ log π_β, and NaN where log f is not finite. */
function kick(
  { position, value, gradient }: ChainStates,
  momentum: Float64Array,
  sizes: Float64Array,
  { dim, beta, share }: { dim: number; beta: number; share: number },
): void {
  for (let i = 0; i < momentum.length; i++) {
    const chain = Math.floor(i / dim);
    const force = Number.isFinite(value[chain]) ? beta * gradient[i] - (1 - beta) * position[i] : Number.NaN;
    momentum[i] += share * sizes[chain] * force;
  }
}

/** |p|²/2 − log π_β of each chain, [chains]. */
function energies({ position, value }: ChainStates, momentum: Float64Array, { dim, beta }: HamiltonianTransition): Float64Array {
  return value.map((logTarget, chain) => {
    let energy = -beta * logTarget;
    for (let i = chain * dim; i < (chain + 1) * dim; i++) energy += (momentum[i] ** 2 + (1 - beta) * position[i] ** 2) / 2;
    return energy;
  });
}
