import { engine, type Tensor, type Tensor1D, type Tensor2D, tensor, tensor1d, tensor2d, tidy } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { activationGradient } from "../../../src/engine/cpu/activation";
import { ACTIVATION_GRADIENT, dense } from "../../../src/engine/operations/dense";
import { multiply } from "../../../src/engine/simd/kernels/matrixProduct";
import { startTestEngine } from "../engines";
import { largest, largestError, scattered } from "../numbers";
import * as reference from "../reference";
import { outputOf, sameBits, testMachine } from "./machines";

const ACTIVATIONS = ["linear", "relu", "tanh", "elu", "softplus"] as const;

/** m, k, n: around the tiles' sides, empty ones, and one that is split among threads. */
const SHAPES = [
  [1, 1, 1],
  [6, 5, 8],
  [7, 33, 11],
  [13, 4, 3],
  [5, 0, 6],
  [0, 4, 6],
  [130, 330, 43],
];

beforeAll(() => startTestEngine("simd"));

describe.each(ACTIVATIONS)("a dense layer with %s", (activation) => {
  it.each(SHAPES)("has float64's values for %i rows, %i inputs, %i outputs", (m, k, n) => {
    const [x, weight, bias] = [scattered(m * k, 1), scattered(k * n, 2), scattered(n, 3, 2)];
    const found = tidy(() => dense(tensor2d(x, [m, k]), tensor2d(weight, [k, n]), tensor1d(bias), activation).dataSync());
    const linear = reference.matrixProduct(x, weight, m, n, k, false, false);
    const exact = Array.from(linear, (value, i) => reference.ACTIVATIONS[activation](value + bias[i % n]));
    expect(largestError(found, exact)).toBeLessThan((k + 4) * 2 ** -23);
  });

  it.each([0, 1, 4, 7, 40_003])("has the cpu engine's gradient for %i values", (count) => {
    const [dy, x] = [scattered(count, 4), scattered(count, 5, 3)];
    const y = x.map(reference.ACTIVATIONS[activation]);
    const found = tidy(() =>
      engine()
        .runKernel<Tensor>(ACTIVATION_GRADIENT, { dy: tensor(dy), y: tensor(y) }, { activation })
        .dataSync(),
    );
    const exact = activationGradient(Float32Array.from(dy), Float32Array.from(y), activation);
    expect(largestError(found, exact)).toBeLessThan(1e-6 * Math.max(1, largest(exact)));
  });

  it("keeps NaN where it is", () => {
    const x = tensor2d([Number.NaN, 1, 2], [3, 1]);
    const y = dense(x, tensor2d([1, 1], [1, 2]), tensor1d([0, Number.NaN]), activation);
    expect(Array.from(y.dataSync(), Number.isNaN)).toEqual([true, true, false, true, false, true]);
    const dy = engine().runKernel<Tensor>(ACTIVATION_GRADIENT, { dy: tensor([Number.NaN, 1]), y: tensor([1, 1]) }, { activation });
    expect(Array.from(dy.dataSync(), Number.isNaN)).toEqual([true, false]);
  });
});

it("a dense layer says which sizes do not agree", () => {
  const layer = () => dense(tensor2d([1, 2, 3], [1, 3]), tensor2d([1, 2], [2, 1]) as Tensor2D, tensor1d([0]) as Tensor1D, "relu");
  expect(layer).toThrow("dense: x has 3 columns and weight 2 rows; they must agree");
  const biased = () => dense(tensor2d([1, 2], [1, 2]), tensor2d([1, 2, 3, 4], [2, 2]), tensor1d([0]), "relu");
  expect(biased).toThrow("dense: weight has 2 columns and bias 1 numbers; they must agree");
});

it("a dense layer has the same bits on one thread and on three", async () => {
  const [m, k, n] = [128, 200, 101];
  const inputs = [scattered(m * k, 6), scattered(k * n, 7), scattered(n, 8)];
  const results = [1, 3].map(async (threads) => {
    const machine = await testMachine(threads);
    return outputOf(machine, inputs, m * n, ([x, weight, bias], out) =>
      multiply(machine, x, weight, out, { m, n, k, transposeA: false, transposeB: false }, { bias, activation: 2 }),
    );
  });
  const [alone, three] = await Promise.all(results);
  expect(sameBits(alone, three)).toBe(true);
});
