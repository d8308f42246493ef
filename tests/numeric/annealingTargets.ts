import type { LogDensityWithGradient } from "../../src/numeric/hamiltonian";

const LOG_TWO_PI = Math.log(2 * Math.PI);

/** exp(logEvidence) · N(mean, L Lᵀ), L lower-triangular row by row. */
export function gaussianTarget(mean: readonly number[], factor: readonly number[], logEvidence: number): LogDensityWithGradient {
  const dim = mean.length;
  return async (codes) => {
    const value = new Float64Array(codes.length / dim);
    const gradient = new Float64Array(codes.length);
    for (let row = 0; row < value.length; row++) {
      const white = new Float64Array(dim);
      value[row] = logEvidence - (dim / 2) * LOG_TWO_PI;
      for (let i = 0; i < dim; i++) {
        let rest = codes[row * dim + i] - mean[i];
        for (let j = 0; j < i; j++) rest -= factor[i * dim + j] * white[j];
        white[i] = rest / factor[i * dim + i];
        value[row] -= white[i] ** 2 / 2 + Math.log(factor[i * dim + i]);
      }
      for (let i = dim - 1; i >= 0; i--) {
        let rest = -white[i];
        for (let j = i + 1; j < dim; j++) rest -= factor[j * dim + i] * gradient[row * dim + j];
        gradient[row * dim + i] = rest / factor[i * dim + i];
      }
    }
    return { value, gradient };
  };
}

/** Normal components of one dimension. */
export type Components = readonly { weight: number; mean: number; deviation: number }[];

/** exp(logEvidence) · Σ weight N(mean, deviation²) in the first dimension, times N(0, 1) in each further one. */
export function mixtureTarget(components: Components, dim: number, logEvidence: number): LogDensityWithGradient {
  return async (codes) => {
    const gradient = codes.map((code) => -code);
    const value = Float64Array.from({ length: codes.length / dim }, (_, row) => {
      const [first, ...others] = codes.subarray(row * dim, (row + 1) * dim);
      const masses = components.map(({ weight, mean, deviation }) => {
        return (weight * Math.exp(-0.5 * ((first - mean) / deviation) ** 2)) / (deviation * Math.sqrt(2 * Math.PI));
      });
      const density = masses.reduce((sum, mass) => sum + mass, 0);
      const slope = components.reduce((sum, { mean, deviation }, c) => sum + (masses[c] * (mean - first)) / deviation ** 2, 0);
      gradient[row * dim] = slope / density;
      return logEvidence + Math.log(density) - others.reduce((sum, other) => sum + (other ** 2 + LOG_TWO_PI) / 2, 0);
    });
    return { value, gradient };
  };
}

/** The target as it is, and how often it was asked. */
export function counted(target: LogDensityWithGradient): { target: LogDensityWithGradient; calls: () => number } {
  let calls = 0;
  return {
    target: (codes) => {
      calls += 1;
      return target(codes);
    },
    calls: () => calls,
  };
}
