import { grads, sum, type Tensor, type Tensor2D, type Tensor3D, tensor, tensor2d, tidy } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { adamStep } from "../../../src/engine/operations/adamStep";
import { bernoulliLogLikelihood } from "../../../src/engine/operations/bernoulliLogLikelihood";
import { gaussianKl } from "../../../src/engine/operations/gaussianKl";
import { gelu } from "../../../src/engine/operations/gelu";
import { reparameterize } from "../../../src/engine/operations/reparameterize";
import { onEngine, startSimdEngines } from "./simdEngines";

/** Around float32's largest and smallest numbers, and what lies beyond. */
const SPECIAL = [
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  3e38,
  -3e38,
  1e20,
  -1e20,
  150,
  -150,
  1,
  -0.5,
  1e-45,
  0,
  -0,
];
const COUNT = SPECIAL.length;

/** All pairs: `left` has the first of each, `right` the second, in order. */
const left = SPECIAL.flatMap((value) => SPECIAL.map(() => value));
const right = SPECIAL.flatMap(() => SPECIAL);

const column = (values: number[]): Tensor2D => tensor2d(values, [values.length, 1]);
const cube = (values: number[]): Tensor3D => tensor(values, [1, values.length, 1]);

/** The operation's value, and its gradients in the inputs. */
function withGradients(operation: (inputs: Tensor[]) => Tensor, inputs: Tensor[]): Tensor[] {
  return [operation(inputs), ...grads((...given: Tensor[]) => sum(operation(given)))(inputs)];
}

const OPERATIONS: Record<string, () => Tensor[]> = {
  gelu: () => withGradients(([x]) => gelu(x), [tensor(SPECIAL)]),
  "bernoulliLogLikelihood of one pixel": () =>
    withGradients(([logits]) => bernoulliLogLikelihood(logits as Tensor2D, column(right)), [column(left)]),
  "bernoulliLogLikelihood of many pixels": () => {
    const images = tensor2d(
      SPECIAL.flatMap((value) => [value, 1, 0, 2, -1, 3, 0.5]),
      [COUNT, 7],
    );
    return withGradients(
      ([logits]) => bernoulliLogLikelihood(logits as Tensor2D, tensor2d(new Array(7 * COUNT).fill(1), [COUNT, 7])),
      [images],
    );
  },
  gaussianKl: () =>
    withGradients(([mean, logVariance]) => gaussianKl(mean as Tensor2D, logVariance as Tensor2D), [column(left), column(right)]),
  "reparameterize, noise against log-variance": () =>
    withGradients(
      ([mean, logVariance]) => reparameterize(mean as Tensor2D, logVariance as Tensor2D, cube(right)),
      [column(new Array(left.length).fill(0.25)), column(left)],
    ),
  "reparameterize, mean against log-variance": () =>
    withGradients(
      ([mean, logVariance]) => reparameterize(mean as Tensor2D, logVariance as Tensor2D, cube(new Array(left.length).fill(1))),
      [column(left), column(right)],
    ),
};

const valuesOf = (compute: () => Tensor[]) => tidy(() => compute().map((each) => each.dataSync<"float32">()));

/** The same kind of number: NaN, an infinity with its sign, or one close to the other. */
function expectAlike(found: Float32Array, exact: Float32Array): void {
  const differing = Array.from(exact, (value, i) => ({ i, value, found: found[i] })).filter(({ value, found }) => {
    return !(Object.is(found, value) || Math.abs(found - value) <= 1e-6 * Math.abs(value) + 1e-37);
  });
  expect(differing).toEqual([]);
}

beforeAll(startSimdEngines);

describe.each(Object.entries(OPERATIONS))("%s", (_name, compute) => {
  it("makes of NaN, infinities and the largest numbers what the cpu engine makes of them", async () => {
    const exact = await onEngine("cpu", () => valuesOf(compute));
    const found = await onEngine("simd1", () => valuesOf(compute));
    exact.forEach((values, i) => {
      expectAlike(found[i], values);
    });
  });
});

describe("Adam", () => {
  const OPTIONS = { learningRate: 1e-2, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
  /** Parameters, first and second moments after two steps with the same gradients. */
  const trained = (gradients: number[], steps: number) => () => {
    const zeros = () => [tensor(new Array(gradients.length).fill(0))];
    let state = { parameters: zeros(), first: zeros(), second: zeros() };
    for (let step = 1; step <= steps; step++) state = adamStep(state, [tensor(gradients)], { ...OPTIONS, step });
    return [...state.parameters, ...state.first, ...state.second];
  };

  it("makes of NaN, infinities and gradients up to 1e19 what the cpu engine makes of them", async () => {
    const gradients = [...SPECIAL.filter((value) => !(Math.abs(value) > 1e19 && Number.isFinite(value))), 1e19, -1e19];
    // An infinite second moment is NaN after another step, as its parameter is by then on both engines.
    for (const [steps, compared] of [
      [1, 3],
      [2, 2],
    ]) {
      const exact = await onEngine("cpu", () => valuesOf(trained(gradients, steps)));
      const found = await onEngine("simd1", () => valuesOf(trained(gradients, steps)));
      for (let i = 0; i < compared; i++) expectAlike(found[i], exact[i]);
    }
  });

  it("has an infinite second moment for a gradient whose square float32 does not have, and NaN from the next step on", async () => {
    const [parameters, , second] = await onEngine("simd1", () => valuesOf(trained([2e19], 1)));
    expect([parameters[0], second[0]]).toEqual([0, Number.POSITIVE_INFINITY]);
    const [next] = await onEngine("simd1", () => valuesOf(trained([2e19], 2)));
    expect(next[0]).toBeNaN();
    const [exact] = await onEngine("cpu", () => valuesOf(trained([2e19], 2)));
    expect(Number.isFinite(exact[0])).toBe(true);
  });
});
