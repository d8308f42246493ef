/** Regions of highest density (Hyndman 1996): the smallest sets that hold a given share of a distribution. */

/** What the contours of q hold: as much as 1 and 2 standard deviations of a Gaussian in one dimension, and in two. */
export const HELD_SHARES = { 1: [0.6827, 0.9545], 2: [0.3935, 0.8647] } as const;

/**
 * Thresholds t on the log-density such that what lies above holds each of `shares` of the mass.
 * @param masses of the nodes at which the log-density is known; they need not sum to 1
 */
export function densityThresholds(logDensity: Float32Array, masses: Float32Array, shares: readonly number[]): number[] {
  const order = Uint32Array.from(logDensity.keys()).sort((a, b) => logDensity[b] - logDensity[a]);
  const total = masses.reduce((sum, mass) => sum + mass, 0);
  return shares.map((share) => thresholdOf(order, logDensity, masses, share * total));
}

/** A node counts half above its own density and half below. */
function thresholdOf(order: Uint32Array, logDensity: Float32Array, masses: Float32Array, wanted: number): number {
  let above = 0;
  let [lastHeld, lastValue] = [0, logDensity[order[0]]];
  for (const node of order) {
    const held = above + masses[node] / 2;
    if (held >= wanted) {
      const part = held > lastHeld ? (wanted - lastHeld) / (held - lastHeld) : 0;
      return lastValue + part * (logDensity[node] - lastValue);
    }
    above += masses[node];
    [lastHeld, lastValue] = [held, logDensity[node]];
  }
  return lastValue;
}

/** The intervals over which a function, piecewise linear through (x, value) with x ascending, lies above a threshold. */
export function intervalsAbove(x: Float32Array, values: Float32Array, threshold: number): [number, number][] {
  const intervals: [number, number][] = [];
  let start: number | null = values[0] > threshold ? x[0] : null;
  for (let i = 1; i < x.length; i++) {
    if (values[i] > threshold === values[i - 1] > threshold) continue;
    const crossing = x[i - 1] + ((threshold - values[i - 1]) / (values[i] - values[i - 1])) * (x[i] - x[i - 1]);
    if (start === null) start = crossing;
    else {
      intervals.push([start, crossing]);
      start = null;
    }
  }
  if (start !== null) intervals.push([start, x[x.length - 1]]);
  return intervals;
}
