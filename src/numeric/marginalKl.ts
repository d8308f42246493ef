/** A mixture of normals in one dimension, one for each of N images. */
export interface NormalMixture {
  /** [N]. */
  means: Float64Array;
  deviations: Float64Array;
}

/** How far a normal reaches, in its standard deviations, and the step of the sum, as a share of the narrowest but at most this long. */
const REACH = 8;
const LONGEST_STEP = 0.01;
const MOST_NODES = 20_000;

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/** KL(mixture ‖ N(0, 1)) in nats, by the trapezoidal rule, which is exact to rounding where the step resolves the narrowest normal. */
export function mixtureKl({ means, deviations }: NormalMixture): number {
  let [low, high, narrowest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  means.forEach((mean, i) => {
    low = Math.min(low, mean - REACH * deviations[i]);
    high = Math.max(high, mean + REACH * deviations[i]);
    narrowest = Math.min(narrowest, deviations[i]);
  });
  const step = Math.max(Math.min(LONGEST_STEP, narrowest), (high - low) / MOST_NODES);
  const density = new Float64Array(Math.ceil((high - low) / step) + 1);
  means.forEach((mean, i) => {
    const deviation = deviations[i];
    const scale = 1 / (means.length * deviation * Math.sqrt(2 * Math.PI));
    const from = Math.max(0, Math.floor((mean - REACH * deviation - low) / step));
    const to = Math.min(density.length - 1, Math.ceil((mean + REACH * deviation - low) / step));
    for (let node = from; node <= to; node++) density[node] += scale * Math.exp(-0.5 * ((low + node * step - mean) / deviation) ** 2);
  });
  return density.reduce((sum, value, node) => {
    if (value <= 0) return sum;
    const z = low + node * step;
    return sum + step * value * (Math.log(value) + 0.5 * z * z + HALF_LOG_TWO_PI);
  }, 0);
}
