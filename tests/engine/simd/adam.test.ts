import { backend, clone, dispose, type Tensor, tensor1d } from "@tensorflow/tfjs-core";
import { beforeAll, expect, it } from "vitest";
import { tensorCount } from "../../../src/engine/engineMemory";
import { type AdamState, adamStep } from "../../../src/engine/operations/adamStep";
import type { Machine } from "../../../src/engine/simd/machine";
import type { SimdBackend } from "../../../src/engine/simd/simdBackend";
import { startTestEngine } from "../engines";
import { largest, largestError, scattered } from "../numbers";
import { outputsOf, sameBits, testMachine } from "./machines";

/** Around a vector and around a chunk. */
const SIZES = [1, 3, 4, 0, 1003, 8192, 20_001];
const OPTIONS = { learningRate: 1e-2, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, gradientScale: 0.5 };

beforeAll(() => startTestEngine("simd"));

const freshState = (): AdamState => ({
  parameters: SIZES.map((size, i) => tensor1d(scattered(size, i + 1))),
  first: SIZES.map((size) => tensor1d(new Float32Array(size))),
  second: SIZES.map((size) => tensor1d(new Float32Array(size))),
});

const all = ({ parameters, first, second }: AdamState): Tensor[] => [...parameters, ...first, ...second];

function updated(state: AdamState, step: number): AdamState {
  // Gradients of very different sizes, and none at all for a fifth of the elements.
  const gradients = SIZES.map((size, i) =>
    tensor1d(scattered(size, 100 * step + i).map((value, at) => (at % 5 === 0 ? 0 : value * 10 ** -(at % 7)))),
  );
  const next = adamStep(state, gradients, { ...OPTIONS, step });
  dispose(gradients);
  return next;
}

const addresses = (tensors: Tensor[]) => tensors.map((tensor) => (backend() as SimdBackend).address(tensor));

async function trained(engine: "cpu" | "simd", steps: number) {
  await startTestEngine(engine);
  let state = freshState();
  for (let step = 1; step <= steps; step++) state = updated(state, step);
  const values = { parameters: valuesOf(state.parameters), first: valuesOf(state.first), second: valuesOf(state.second) };
  dispose(all(state));
  return values;
}

const valuesOf = (tensors: Tensor[]) => tensors.map((tensor) => tensor.dataSync<"float32">());

it("follows the kernel that computes in float64, over many steps", async () => {
  const exact = await trained("cpu", 300);
  const found = await trained("simd", 300);
  for (const part of ["parameters", "first", "second"] as const) {
    exact[part].forEach((values, i) => {
      expect(largestError(found[part][i], values)).toBeLessThanOrEqual(1e-6 * largest(values));
    });
  }
});

it("keeps all places, and takes no memory step by step", () => {
  const { machine } = backend() as SimdBackend;
  let state = updated(freshState(), 1);
  const places = addresses(all(state));
  const [bytes, tensors] = [machine.heap.used, tensorCount()];
  for (let step = 2; step < 10; step++) {
    state = updated(state, step);
    expect(addresses(all(state))).toEqual(places);
    expect([machine.heap.used, tensorCount()]).toEqual([bytes, tensors]);
  }
  dispose(all(state));
});

it("leaves clones their values, and computes what it computes without them", () => {
  const [alone, watched] = [updated(freshState(), 1), updated(freshState(), 1)];
  const held = all(watched).map((tensor) => clone(tensor));
  const before = valuesOf(held);
  const [expected, found] = [updated(alone, 2), updated(watched, 2)];
  expect(valuesOf(held).every((values, i) => sameBits(values, before[i]))).toBe(true);
  const exact = valuesOf(all(expected));
  expect(valuesOf(all(found)).every((values, i) => sameBits(values, exact[i]))).toBe(true);
  dispose([...held, ...all(expected), ...all(found)]);
});

it("refuses one tensor for two of its places", () => {
  const [parameter, moment] = [tensor1d([1]), tensor1d([0])];
  const state = { parameters: [parameter], first: [moment], second: [moment] };
  expect(() => adamStep(state, [tensor1d([1])], { ...OPTIONS, step: 1 })).toThrow("taken over twice");
});

it("gives the same bits on one thread and on three, and writes no further than its outputs", async () => {
  const [one, three] = await Promise.all([testMachine(), testMachine(3)]);
  const found = stepOn(three);
  expect(stepOn(one).every((values, i) => sameBits(values, found[i]))).toBe(true);
});

/** One step of a machine on parameters of all sizes, in new places. */
function stepOn(machine: Machine): Float32Array[] {
  const inputs = SIZES.flatMap((size, i) => [0, 1, 2, 3].map((part) => scattered(size, 10 * i + part).map(Math.abs)));
  const outputs = SIZES.flatMap((size) => [size, size, size]);
  return outputsOf(machine, [...inputs, [0.25]], outputs, (given, places) => {
    const words = SIZES.flatMap((size, i) => [...given.slice(4 * i, 4 * i + 4), ...places.slice(3 * i, 3 * i + 3), size]);
    const table = machine.heap.allocate(4 * words.length);
    new Uint32Array(machine.bytes().buffer, table, words.length).set(words);
    machine.kernels.adam(table, SIZES.length, given[given.length - 1], 0.9, 0.999, 1e-8, 1e-2, 0.5);
    machine.heap.free(table);
  });
}
