import { type Scalar, type Tensor, type Tensor2D, tensor2d } from "@tensorflow/tfjs-core";
import { expect } from "vitest";
import { bernoulli } from "../../src/distributions/bernoulli";
import type { ObjectiveSpec } from "../../src/experiment/experiment";
import { objectiveValue } from "../../src/inference/objective";
import type { ObjectiveInput } from "../../src/inference/objectiveValue";
import type { Guide } from "../../src/vae/guide";
import type { Model } from "../../src/vae/model";
import { gradientMoments, rowGradients } from "./gradientMeans";
import { noise, normalPriorModel } from "./toys";

/** One latent z ~ N(0, 1) and three Bernoulli pixels with logits w z + c: small enough for exact gradients by quadrature. */

export const PIXELS = [1, 0, 1];
/** [w, c]. */
export const DECODER = [1.2, 0.7, -0.4, 0.2, -0.3, 0.5];

export const logNormal = (z: number, mean: number, logVariance: number): number =>
  -0.5 * (Math.log(2 * Math.PI) + logVariance + (z - mean) ** 2 / Math.exp(logVariance));

/** log p(x|z) in float64. */
export function logLikelihoodAt(decoder: readonly number[], z: number): number {
  return PIXELS.reduce((sum, pixel, i) => {
    const logit = decoder[i] * z + decoder[3 + i];
    return sum + pixel * logit - Math.log1p(Math.exp(logit));
  }, 0);
}

/** Nodes and shares of the trapezoid rule over ε ~ N(0, 1), whose error is far below 1e-10 for functions as smooth as these. */
export const NODES = Array.from({ length: 97 }, (_, i) => {
  const epsilon = (i - 48) / 6;
  return { epsilon, share: Math.exp(-0.5 * epsilon ** 2) / 6 / Math.sqrt(2 * Math.PI) };
});

/** Each of the parameter vectors as so many equal rows. */
export function asRows(parameters: readonly number[][], rows: number): Tensor[] {
  return parameters.map((values) => tensor2d([values]).tile([rows, 1]));
}

function rowModel(weight: Tensor, bias: Tensor): Model {
  return normalPriorModel((x, z) => {
    const logits = z.mul(weight).add(bias);
    return bernoulli.logProb(logits.reshape([-1, PIXELS.length]) as Tensor2D, x);
  });
}

export type Surrogate = (model: Model, guide: Guide, input: ObjectiveInput) => Scalar;

export const byObjective =
  (spec: ObjectiveSpec): Surrogate =>
  (model, guide, input) =>
    objectiveValue(model, guide, spec, input).surrogate;

export interface EstimateRequest {
  /** q from its parameters, each [rows, …]. */
  guideOf(...parameters: Tensor[]): Guide;
  /** Values of those parameters. */
  parameters: readonly number[][];
  samples: number;
  rows: number;
  /** Name of the noise. */
  name: string;
  input?: Partial<ObjectiveInput>;
}

/** As many estimates of the gradient as rows, for each of q's parameters and then of the decoder's. */
export function estimates(surrogate: Surrogate, { guideOf, parameters, samples, rows, name, input }: EstimateRequest): Float32Array[] {
  const x = tensor2d([PIXELS]).tile([rows, 1]) as Tensor2D;
  const all = asRows([...parameters, DECODER.slice(0, 3), DECODER.slice(3)], rows);
  return rowGradients((...tensors) => {
    const [weight, bias] = tensors.slice(-2);
    const guide = guideOf(...tensors.slice(0, -2));
    const draws = noise(guide.noiseShape(samples, rows), name);
    return surrogate(rowModel(weight, bias), guide, { x, noise: draws, beta: 1, ...input });
  }, all);
}

/**
 * How far the mean of the estimates lies from the exact gradient: the largest distance in standard errors, and the largest error of q's
 * part against the norm of that part.
 */
function agreement(found: readonly Float32Array[], exact: readonly number[]): { distance: number; resolution: number } {
  const { mean, error } = gradientMoments(found);
  const ofQ = exact.length - DECODER.length;
  const distances = mean.map((value, i) => Math.abs(value - exact[i]) / (error[i] + 1e-6));
  return { distance: Math.max(...distances), resolution: Math.max(...error.slice(0, ofQ)) / Math.hypot(...exact.slice(0, ofQ)) };
}

/** Within 4 standard errors, each at most 2.5 % of the gradient for q. */
export function expectUnbiased(found: readonly Float32Array[], exact: readonly number[]): void {
  const { distance, resolution } = agreement(found, exact);
  expect(distance).toBeLessThan(4);
  expect(resolution).toBeLessThan(0.025);
}

/** The check above refuses them, at the same resolution. */
export function expectBiased(found: readonly Float32Array[], exact: readonly number[]): void {
  const { distance, resolution } = agreement(found, exact);
  expect(distance).toBeGreaterThan(8);
  expect(resolution).toBeLessThan(0.025);
}
