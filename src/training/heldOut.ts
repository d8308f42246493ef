import { tensor2d, tidy } from "@tensorflow/tfjs-core";
import type { KlKind, ObjectiveSpec } from "../experiment/experiment";
import { regularizer } from "../inference/freeBits";
import type { KlColumns } from "../inference/objectiveValue";
import type { HistoryPoint } from "./history";
import type { ImportanceResults } from "./importance";
import { klParts } from "./metrics";

/** Per-image results of an evaluation, image by image, in nats. */
export interface HeldOutResults {
  /** log p(x|z) of one posterior sample each, [count]. */
  reconstruction: Float32Array;
  /** The KL in columns that sum to it, [count, columns]. */
  kl: Float32Array;
  klColumns: KlColumns;
  klKind: KlKind;
  /** E_q[z|x], [count, dim], and the variance of its estimate (0 where it has a closed form). */
  mean: Float32Array;
  meanVariance: Float32Array;
  count: number;
  dim: number;
  iwae?: ImportanceResults;
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

/** L_K over images. */
export interface ImportanceSummary {
  samples: number;
  value: number;
  /** Standard error that the finite number of draws leaves in the mean. */
  mcError: number;
  /** Standard error that the finite number of images leaves. */
  imageError: number;
}

/** What `playground.evaluate` answers; all in nats per image. */
export interface EvaluationResult {
  count: number;
  reconstruction: number;
  kl: number;
  klKind: KlKind;
  elbo: number;
  /** Sample standard deviation of the images' ELBOs over √count. */
  elboStandardError: number;
  klPerDimension?: number[];
  klPerLayer?: number[];
  activeUnits: number;
  iwae?: ImportanceSummary;
}

function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}

/** The sample standard deviation over √n; 0 for one value. */
function standardError(values: Float64Array): number {
  const mean = meanOf(values);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return values.length > 1 ? Math.sqrt(squares / (values.length - 1) / values.length) : 0;
}

function summarizeImportance({ samples, bound, error }: ImportanceResults): ImportanceSummary {
  const mcError = Math.sqrt(error.reduce((sum, value) => sum + value ** 2, 0)) / error.length;
  return { samples, value: meanOf(bound), mcError, imageError: standardError(bound) };
}

/** The variance over the images of each E_q[z_d|x], its estimate's own variance taken away; [dim], not below 0. */
export function meanVariances({ mean, meanVariance, count, dim }: HeldOutResults): number[] {
  const noise = columnMeans(meanVariance, count, dim);
  return columnVariances(mean, count, dim).map((variance, d) => Math.max(0, variance - noise[d]));
}

/** Number of dimensions whose E_q[z_d|x] varies over the images by more than the threshold. */
function countActive(results: HeldOutResults): number {
  return meanVariances(results).filter((variance) => variance > ACTIVE_THRESHOLD).length;
}

/** Means over images, in float64. */
export function summarize(results: HeldOutResults): EvaluationResult {
  const { reconstruction, kl, klColumns, klKind, count, iwae } = results;
  const columns = kl.length / count;
  const klMeans = columnMeans(kl, count, columns);
  const elbos = Float64Array.from(reconstruction, (value, i) => {
    let total = value;
    for (let column = 0; column < columns; column++) total -= kl[i * columns + column];
    return total;
  });
  return {
    count,
    reconstruction: meanOf(reconstruction),
    kl: klMeans.reduce((sum, value) => sum + value, 0),
    klKind,
    elbo: meanOf(elbos),
    elboStandardError: standardError(elbos),
    ...klParts(klMeans, klColumns),
    activeUnits: countActive(results),
    ...(iwae === undefined ? {} : { iwae: summarizeImportance(iwae) }),
  };
}

/** The loss as the optimiser would have it on these images. */
function lossOf(results: HeldOutResults, summary: EvaluationResult, objective: ObjectiveSpec, beta: number): number {
  if (objective.kind === "iwae") return summary.iwae === undefined ? Number.NaN : -summary.iwae.value;
  const { kl, count, dim } = results;
  const penalty = tidy(() => regularizer(tensor2d(kl, [count, kl.length / count]), objective.freeBits, dim).dataSync()[0]);
  return beta * penalty - summary.reconstruction;
}

/** The curves' point of an evaluation. */
export function testPoint(results: HeldOutResults, objective: ObjectiveSpec, beta: number, step: number, epoch: number): HistoryPoint {
  const summary = summarize(results);
  const { klKind: _, iwae, ...terms } = summary;
  const bound = iwae === undefined ? {} : { iwae: iwae.value, samples: iwae.samples };
  return { step, epoch, split: "test", ...terms, ...bound, loss: lossOf(results, summary, objective, beta), beta };
}
