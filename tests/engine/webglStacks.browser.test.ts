import { backend, clone, dispose, env, matMul, mul, square, type Tensor, type Tensor2D, tensor, transpose } from "@tensorflow/tfjs-core";
import { beforeEach, describe, expect, it } from "vitest";
import { type AdamState, adamStep } from "../../src/engine/operations/adamStep";
import { dense } from "../../src/engine/operations/dense";
import type { WebglBackend } from "../../src/engine/webgl/webglBackend";
import { freshSnapshot, holdParameters, openRun } from "../../src/training/runState";
import { createStepper } from "../../src/training/stepper";
import { largestError, product, scattered } from "./numbers";
import { BASE, BYTES, ORDER, start } from "./trainedSteps";

/** Weights and the bias below them in one texture, on WebGL (drawn by a software renderer). */

const OPTIONS = { learningRate: 0.1, beta1: 0.9, beta2: 0.99, epsilon: 1e-8 };

/** Weights and bias of two layers, the second with an odd number of inputs and of outputs, and a matrix without a bias. */
const SHAPES = [[4, 6], [6], [5, 3], [3], [3, 2]];

/** Parameters and moments after three updates, on the engine in use. */
function updated(): AdamState {
  const make = (seed: number) => SHAPES.map((shape, i) => tensor(scattered(product(shape), seed + i), shape));
  const zeros = () => SHAPES.map((shape) => tensor(new Float32Array(product(shape)), shape));
  let state: AdamState = { parameters: make(1), first: zeros(), second: zeros() };
  for (let step = 1; step <= 3; step++) {
    const gradients = make(10 * step);
    state = adamStep(state, gradients, { ...OPTIONS, step });
    dispose(gradients);
  }
  return state;
}

const values = (tensors: readonly Tensor[]): Float32Array[] => tensors.map((one) => Float32Array.from(one.dataSync()));

const isStacked = ([matrix, vector]: readonly Tensor[]): boolean => (backend() as WebglBackend).stacks.isBelow(vector, matrix);

describe("weights with their bias below them", () => {
  beforeEach(async () => {
    await start("webgl");
  });

  it("are updated as apart, and read as any tensor", async () => {
    await start("cpu");
    const exact = values(Object.values(updated()).flat());
    const squareOf = (weight: Tensor): Tensor2D => matMul(weight as Tensor2D, weight as Tensor2D, true, false);
    const layer = ([weight, bias]: readonly Tensor[]) => dense(mul(weight, 0.5) as Tensor2D, squareOf(weight), bias as never, "tanh");
    const of = (parameters: Tensor[]) => [layer(parameters), layer(parameters.slice(2))];
    const exactLayers = values(of(updated().parameters));
    await start("webgl");
    const state = updated();
    expect([state.parameters, state.first, state.second].map(isStacked)).toEqual([true, true, true]);
    expect(isStacked(state.parameters.slice(2))).toBe(true);
    const layers = values(of(state.parameters));
    values(Object.values(state).flat()).forEach((found, i) => {
      expect(largestError(found, exact[i])).toBeLessThan(1e-5);
    });
    layers.forEach((found, i) => {
      expect(largestError(found, exactLayers[i])).toBeLessThan(1e-5);
    });
    // Once more, of a bias that has a copy of its own by now.
    values(of(state.parameters)).forEach((found, i) => {
      expect(largestError(found, exactLayers[i])).toBeLessThan(1e-5);
    });
    // tfjs's own kernels read them too.
    const [transposed, matrix] = values([transpose(state.parameters[2]), state.parameters[2]]);
    expect(Array.from(transposed)).toEqual(Array.from({ length: 15 }, (_, i) => matrix[(i % 5) * 3 + Math.floor(i / 5)]));
  });

  it("lie apart where one texture has no room for both", () => {
    const widest = env().getNumber("WEBGL_MAX_TEXTURE_SIZE");
    env().set("WEBGL_MAX_TEXTURE_SIZE", 20);
    try {
      for (const [rows, hasRoom] of [
        [38, true],
        [40, false],
      ] as const) {
        const make = (seed: number) => [tensor(scattered(6 * rows, seed), [rows, 6]), tensor(scattered(6, seed), [6])];
        const { parameters } = adamStep({ parameters: make(1), first: make(2), second: make(3).map(square) }, make(4), {
          ...OPTIONS,
          step: 1,
        });
        expect(isStacked(parameters)).toBe(hasRoom);
        expect(values(parameters).every((found) => found.every(Number.isFinite))).toBe(true);
      }
    } finally {
      env().set("WEBGL_MAX_TEXTURE_SIZE", widest);
    }
  });

  it("stay what they were for whoever holds on to them, while steps are played", async () => {
    const run = openRun(BASE, freshSnapshot(BASE));
    const stepper = createStepper();
    const step = () => {
      const images = ORDER.subarray(0, 7);
      stepper.step(run, { experiment: BASE, bytes: BYTES, images, beta: 1, wantNorm: false }).values.dispose();
    };
    for (let i = 0; i < 6; i++) step();
    const bias = clone(run.parameters[1]);
    const { held } = holdParameters(run);
    const before = values(held);
    const unread = holdParameters(run).held;
    for (let i = 0; i < 3; i++) step();
    expect(values(unread)).toEqual(before);
    expect(values([bias])[0]).toEqual(before[1]);
    expect(values(run.parameters)[1]).not.toEqual(before[1]);
    dispose([bias, ...held, ...unread]);
    stepper.dispose();
  });
});
