/** Coordinates along one axis, at which a density is evaluated: ascending, dense where the density is. */

/** How far the axis reaches beyond the draws, as a share of their range. */
const REACH = 0.15;

/**
 * `side` coordinates over a little more than the draws' range: even steps of a distribution that is half the draws' own and half uniform, so
 * that narrow parts are resolved and nothing between them is left out.
 */
export function axisOver(draws: Float32Array, side: number): Float32Array {
  const sorted = Float64Array.from(draws).sort();
  const [least, most] = [sorted[0], sorted[sorted.length - 1]];
  const reach = Math.max(REACH * (most - least), 1e-6 * (1 + Math.abs(most)));
  const [low, high] = [least - reach, most + reach];
  const knots = [low, ...sorted, high];
  const rank = (i: number): number => (i === 0 ? 0 : i === knots.length - 1 ? 1 : (i - 0.5) / sorted.length);
  const level = (i: number): number => 0.5 * ((knots[i] - low) / (high - low)) + 0.5 * rank(i);
  const axis = new Float32Array(side);
  let above = 1;
  for (let node = 0; node < side; node++) {
    const wanted = node / (side - 1);
    while (above < knots.length - 1 && level(above) < wanted) above++;
    const [from, to] = [level(above - 1), level(above)];
    const part = to > from ? Math.min(1, (wanted - from) / (to - from)) : 0;
    axis[node] = knots[above - 1] + part * (knots[above] - knots[above - 1]);
  }
  return axis;
}

/** The length that each coordinate stands for. */
export function lengthsOf(axis: Float32Array): Float32Array {
  const last = axis.length - 1;
  return axis.map((_, i) => (axis[Math.min(last, i + 1)] - axis[Math.max(0, i - 1)]) / 2);
}

/** Where a value lies between the coordinates: the one below it (never the last), and the share of the way to the next, within [0, 1]. */
export function placeOnAxis(axis: Float32Array, value: number): { below: number; part: number } {
  let [below, above] = [0, axis.length - 1];
  while (above - below > 1) {
    const middle = (below + above) >> 1;
    if (axis[middle] <= value) below = middle;
    else above = middle;
  }
  const part = (value - axis[below]) / (axis[below + 1] - axis[below]);
  return { below, part: Math.min(1, Math.max(0, part)) };
}
