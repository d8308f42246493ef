import { backend, clone, dispose, matMul, memory, type Tensor, tensor, tensor1d, tidy } from "@tensorflow/tfjs-core";
import { beforeAll, beforeEach, expect, it } from "vitest";
import { type AdamState, adamStep } from "../../../src/engine/operations/adamStep";
import { activateBackend } from "../../../src/engine/registry";
import type { SimdBackend } from "../../../src/engine/simd/simdBackend";
import { machineInUse, startSimdEngines } from "./simdEngines";

beforeAll(startSimdEngines);
beforeEach(() => activateBackend("simd1"));

const OPTIONS = { learningRate: 1e-2, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, gradientScale: 0.5, step: 1 };

/** Calls `compute`, while the heap refuses what follows the first `granted` blocks. */
function withRefusal(granted: number, compute: () => void): void {
  const { heap } = machineInUse();
  const { allocate } = heap;
  let left = granted;
  heap.allocate = (bytes) => {
    if (left-- > 0) return allocate(bytes);
    throw new Error("no memory");
  };
  try {
    compute();
  } finally {
    heap.allocate = allocate;
  }
}

it("a kernel that is refused scratch memory leaves no output behind", () => {
  const [a, b] = [tensor([1, 2], [1, 2]), tensor([1, 2], [2, 1])];
  const [bytes, dataIds] = [machineInUse().heap.used, (backend() as SimdBackend).numDataIds()];
  expect(() => withRefusal(1, () => tidy(() => matMul(a, b)))).toThrow("no memory");
  expect([machineInUse().heap.used, (backend() as SimdBackend).numDataIds()]).toEqual([bytes, dataIds]);
  dispose([a, b]);
});

it("a step of Adam that is refused memory leaves the state as it was, wherever it is refused", () => {
  const tensors = () => [tensor1d([1, 2, 3]), tensor1d([4])];
  const state: AdamState = { parameters: tensors(), first: tensors(), second: tensors() };
  const all: Tensor[] = [...state.parameters, ...state.first, ...state.second];
  const held = clone(state.first[1]);
  const [gradients, values] = [tensors(), all.map((each) => Array.from(each.dataSync()))];
  const [bytes, count] = [machineInUse().heap.used, memory().numTensors];
  // The scalar of the gradients' scale, a place for each of six tensors, and the table.
  for (let granted = 0; granted < 8; granted++) {
    expect(() => withRefusal(granted, () => adamStep(state, gradients, OPTIONS))).toThrow("no memory");
    expect(all.map((each) => Array.from(each.dataSync()))).toEqual(values);
    expect([machineInUse().heap.used, memory().numTensors]).toEqual([bytes, count]);
  }
  withRefusal(8, () => {
    const next = adamStep(state, gradients, OPTIONS);
    dispose([...next.parameters, ...next.first, ...next.second]);
  });
  expect(held.dataSync()[0]).toBe(4);
  dispose([held, ...gradients]);
});
