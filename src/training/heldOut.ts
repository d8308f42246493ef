import { type Scalar, type Tensor2D, tensor2d, tidy } from "@tensorflow/tfjs-core";
import type { ObjectiveSpec } from "../experiment/experiment";
import { regularizer } from "../inference/freeBits";
import type { HistoryPoint } from "./history";

/** Per-image results of an evaluation, image by image. */
export interface HeldOutResults {
  /** log p(x|z) of one posterior sample each, [count]. */
  reconstruction: Float32Array;
  /** Analytic KL per dimension, [count, dim]. */
  kl: Float32Array;
  /** μ(x), [count, dim]. */
  mean: Float32Array;
  count: number;
  dim: number;
}

/** The population variance of E_q[z_d|x] over images above which a dimension counts as active (Burda et al. 2016). */
const ACTIVE_THRESHOLD = 0.01;

function columnMeans(values: Float32Array, count: number, dim: number): number[] {
  const sums = new Array<number>(dim).fill(0);
  for (let i = 0; i < count * dim; i++) sums[i % dim] += values[i];
  return sums.map((sum) => sum / count);
}

/** Population variance of each column of [count, dim]. */
export function columnVariances(values: Float32Array, count: number, dim: number): number[] {
  const means = columnMeans(values, count, dim);
  const sums = new Array<number>(dim).fill(0);
  for (let i = 0; i < count * dim; i++) sums[i % dim] += (values[i] - means[i % dim]) ** 2;
  return sums.map((sum) => sum / count);
}

/** What `playground.evaluate` answers; all in nats per image. */
export interface EvaluationResult {
  count: number;
  reconstruction: number;
  kl: number;
  klKind: "analytic" | "monteCarlo";
  elbo: number;
  /** Sample standard deviation of the images' ELBOs over √count. */
  elboStandardError: number;
  klPerDimension?: number[];
  activeUnits: number;
}

/** Means over images, in float64. */
export function summarize({ reconstruction, kl, mean, count, dim }: HeldOutResults): EvaluationResult {
  const klPerDimension = columnMeans(kl, count, dim);
  const elbos = Float64Array.from(reconstruction, (value, i) => {
    let total = value;
    for (let d = 0; d < dim; d++) total -= kl[i * dim + d];
    return total;
  });
  const elbo = elbos.reduce((sum, value) => sum + value, 0) / count;
  const squares = elbos.reduce((sum, value) => sum + (value - elbo) ** 2, 0);
  return {
    count,
    reconstruction: reconstruction.reduce((sum, value) => sum + value, 0) / count,
    kl: klPerDimension.reduce((sum, value) => sum + value, 0),
    klKind: "analytic",
    elbo,
    elboStandardError: count > 1 ? Math.sqrt(squares / (count - 1) / count) : 0,
    klPerDimension,
    activeUnits: columnVariances(mean, count, dim).filter((variance) => variance > ACTIVE_THRESHOLD).length,
  };
}

/** The curves' point of an evaluation: `loss` as the optimiser would have it on these images. */
export function testPoint(results: HeldOutResults, objective: ObjectiveSpec, beta: number, step: number, epoch: number): HistoryPoint {
  const { count, reconstruction, kl, elbo, elboStandardError, klPerDimension, activeUnits } = summarize(results);
  const penalty = tidy(() => {
    const images = tensor2d(results.kl, [results.count, results.dim]) as Tensor2D;
    return (regularizer(images, objective.freeBits) as Scalar).dataSync()[0];
  });
  const loss = beta * penalty - reconstruction;
  return { step, epoch, split: "test", reconstruction, kl, elbo, loss, beta, klPerDimension, count, elboStandardError, activeUnits };
}
