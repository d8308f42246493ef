import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from "@tensorflow/tfjs-core";
import type { ActivationName } from "../../src/engine/operations/activation";
import { bernoulliLogLikelihood } from "../../src/engine/operations/bernoulliLogLikelihood";
import { clampPassing } from "../../src/engine/operations/clampPassing";
import { continuousBernoulliLogLikelihood } from "../../src/engine/operations/continuousBernoulli";
import { dense } from "../../src/engine/operations/dense";
import { gaussianKl } from "../../src/engine/operations/gaussianKl";
import { gelu } from "../../src/engine/operations/gelu";
import { reparameterize } from "../../src/engine/operations/reparameterize";
import { product, scattered } from "./numbers";
import * as reference from "./reference";

/** An operation with inputs and with its float64 reference; gradients are checked for the first `differentiable` inputs. */
export interface OperationCase {
  name: string;
  inputs: Array<{ shape: number[]; values: number[] }>;
  differentiable: number;
  operation: (inputs: Tensor[]) => Tensor;
  reference: (inputs: number[][]) => number[];
}

function input(shape: number[], seed: number, scale = 1): { shape: number[]; values: number[] } {
  return { shape, values: scattered(product(shape), seed, scale) };
}

const ACTIVATIONS: Array<ActivationName | "linear"> = ["linear", "relu", "tanh", "elu", "softplus", "gelu"];

const denseCases = ACTIVATIONS.map(
  (activation): OperationCase => ({
    name: `dense, ${activation}`,
    inputs: [input([7, 13], 1, 2), input([13, 11], 2), input([11], 3)],
    differentiable: 3,
    operation: ([x, weight, bias]) => dense(x as Tensor2D, weight as Tensor2D, bias as Tensor1D, activation),
    reference: ([x, weight, bias]) => reference.dense(x, weight, bias, activation),
  }),
);

export const OPERATION_CASES: OperationCase[] = [
  ...denseCases,
  {
    name: "gelu",
    inputs: [input([151], 4, 9)],
    differentiable: 1,
    operation: ([x]) => gelu(x),
    reference: ([x]) => x.map(reference.ACTIVATIONS.gelu),
  },
  {
    name: "bernoulliLogLikelihood, 3 samples of 5 grey images",
    inputs: [input([15, 29], 5, 12), { shape: [5, 29], values: scattered(145, 6).map(Math.abs) }],
    differentiable: 1,
    operation: ([logits, x]) => bernoulliLogLikelihood(logits as Tensor2D, x as Tensor2D),
    reference: ([logits, x]) => reference.bernoulliLogLikelihood(logits, x, 29),
  },
  {
    name: "continuousBernoulliLogLikelihood, 3 samples of 5 grey images",
    inputs: [input([15, 29], 16, 12), { shape: [5, 29], values: scattered(145, 17).map(Math.abs) }],
    differentiable: 1,
    operation: ([logits, x]) => continuousBernoulliLogLikelihood(logits as Tensor2D, x as Tensor2D),
    reference: ([logits, x]) => reference.continuousBernoulliLogLikelihood(logits, x, 29),
  },
  {
    name: "reparameterize, 4 samples",
    inputs: [input([6, 3], 7), input([6, 3], 8, 3), input([4, 6, 3], 9, 2)],
    differentiable: 3,
    operation: ([mean, logVariance, noise]) => reparameterize(mean as Tensor2D, logVariance as Tensor2D, noise as Tensor3D),
    reference: ([mean, logVariance, noise]) => reference.reparameterize(mean, logVariance, noise),
  },
  {
    name: "gaussianKl",
    inputs: [input([6, 3], 10, 2), input([6, 3], 11, 3)],
    differentiable: 2,
    operation: ([mean, logVariance]) => gaussianKl(mean as Tensor2D, logVariance as Tensor2D),
    reference: ([mean, logVariance]) => reference.gaussianKl(mean, logVariance),
  },
  {
    name: "clampPassing",
    inputs: [input([40], 12, 3)],
    differentiable: 1,
    operation: ([x]) => clampPassing(x, -1, 2),
    reference: ([x]) => x.map((value) => Math.min(2, Math.max(-1, value))),
  },
];
