import type { Experiment } from "./experiment";

/** What a change of which needs a new run; everything else takes effect at the next step of the same run. */
function identity({ seed, data, network, latent, likelihood, batchSize }: Experiment): unknown {
  return { seed, data, network, latent, likelihood, batchSize };
}

/** True when `after` cannot go on from a run of `before`. */
export function needsNewRun(before: Experiment, after: Experiment): boolean {
  return JSON.stringify(identity(before)) !== JSON.stringify(identity(after));
}

/** True when curves of the two may stand in one chart: same data, same pixels, same likelihood. */
export function comparable(a: Experiment, b: Experiment): boolean {
  const key = ({ data, likelihood }: Experiment) => JSON.stringify([data.name, data.digits, data.binarization, likelihood]);
  return key(a) === key(b);
}
