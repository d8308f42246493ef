import { placeOnAxis } from "./densityAxis";

/** Gaussian kernel density estimates in one or two dimensions over the product of axes (Silverman 1986, chapter 4). */

/** Draws in strata: row k·strata + c is from stratum c. */
export interface WeightedDraws {
  /** One array a dimension, each [n]. */
  values: readonly Float32Array[];
  /** [n], of any sum. */
  weights: Float32Array;
  strata: number;
}

/** A kernel is 0 from this many bandwidths on. */
const KERNEL_REACH = 3.5;

/** The bandwidth of each draw along one dimension: σ n^(−1/(d + 4)) of its stratum, since strata may differ in width and lie far apart. */
function bandwidths(values: Float32Array, strata: number, dimensions: number): Float32Array {
  const each = values.length / strata;
  const ofStratum = Float32Array.from({ length: strata }, (_, stratum) => {
    let [sum, squares] = [0, 0];
    for (let i = stratum; i < values.length; i += strata) sum += values[i];
    for (let i = stratum; i < values.length; i += strata) squares += (values[i] - sum / each) ** 2;
    return Math.max(1e-6, Math.sqrt(squares / each)) * each ** (-1 / (dimensions + 4));
  });
  return values.map((_, i) => ofStratum[i % strata]);
}

/** A kernel's density at the coordinates that it reaches, from the first of them on. */
function kernelOn(axis: Float32Array, centre: number, bandwidth: number): { first: number; values: number[] } {
  const reach = KERNEL_REACH * bandwidth;
  const first = placeOnAxis(axis, centre - reach).below;
  const values: number[] = [];
  for (let i = first; i < axis.length && axis[i] <= centre + reach; i++) {
    values.push(Math.exp(-0.5 * ((axis[i] - centre) / bandwidth) ** 2) / (bandwidth * Math.sqrt(2 * Math.PI)));
  }
  return { first, values };
}

const NO_SECOND_AXIS = { first: 0, values: [1] };

/** The density at every point of the product of the axes, [rows, columns]: columns along the first axis, rows along the second if there is one. */
export function kernelDensity({ values, weights, strata }: WeightedDraws, axes: readonly Float32Array[]): Float32Array {
  const columns = axes[0].length;
  const density = new Float32Array(columns * (axes[1]?.length ?? 1));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const widths = values.map((one) => bandwidths(one, strata, values.length));
  for (let draw = 0; draw < weights.length; draw++) {
    const across = kernelOn(axes[0], values[0][draw], widths[0][draw]);
    const up = axes[1] === undefined ? NO_SECOND_AXIS : kernelOn(axes[1], values[1][draw], widths[1][draw]);
    for (let row = 0; row < up.values.length; row++) {
      const weight = (weights[draw] / total) * up.values[row];
      const start = (up.first + row) * columns + across.first;
      for (let column = 0; column < across.values.length; column++) density[start + column] += weight * across.values[column];
    }
  }
  return density;
}

/** A function known on the product of axes, at the draws between them: linear along each axis. */
export function interpolateAt(onAxes: Float32Array, axes: readonly Float32Array[], values: readonly Float32Array[]): Float32Array {
  const columns = axes[0].length;
  return values[0].map((_, draw) => {
    const { below, part } = placeOnAxis(axes[0], values[0][draw]);
    const alongRow = (row: number): number => onAxes[row * columns + below] * (1 - part) + onAxes[row * columns + below + 1] * part;
    if (axes[1] === undefined) return alongRow(0);
    const up = placeOnAxis(axes[1], values[1][draw]);
    return alongRow(up.below) * (1 - up.part) + alongRow(up.below + 1) * up.part;
  });
}
