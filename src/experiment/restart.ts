import type { Experiment } from "./experiment";

/** What a change of which needs a new run; everything else takes effect at the next step of the same run. */
function identity({ seed, data, network, latent, likelihood, batchSize }: Experiment): unknown {
  return { seed, data, network, latent, likelihood, batchSize };
}

/** True when `after` cannot go on from a run of `before`. */
export function needsNewRun(before: Experiment, after: Experiment): boolean {
  return JSON.stringify(identity(before)) !== JSON.stringify(identity(after));
}

/**
 * True when curves of the two may stand in one chart: same data, same pixels, same kind of likelihood. Gaussians of different σ are
 * densities of the same grey levels with respect to the same measure, so their nats compare. Probabilities of bits are not densities,
 * and a continuous Bernoulli, all of whose mass is on [0, 1], is not set beside a Gaussian, which spends some outside.
 */
export function comparable(a: Experiment, b: Experiment): boolean {
  const key = ({ data, likelihood }: Experiment) => JSON.stringify([data.name, data.digits, data.binarization, likelihood.kind]);
  return key(a) === key(b);
}
