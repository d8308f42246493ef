import { add, cast, gather, grad, max, maximum, min, minimum, mul, oneHot, sum, type Tensor, tensor, tidy } from "@tensorflow/tfjs-core";
import { beforeAll, expect, it } from "vitest";
import { machineInUse, onEngine, startSimdEngines } from "./simdEngines";

const whole = () => tensor([3, -7, 2 ** 24 + 2], [3], "int32");
const truth = () => tensor([true, false, true], [3], "bool");
const floats = () => tensor([0.5, -2, 4]);
const matrix = () => tensor([1, 5, 5, -2, 0.5, 3], [2, 3]);

const OPERATIONS: Record<string, () => Tensor> = {
  "a sum of whole numbers and float32": () => add(whole(), floats()),
  "a product with one-hot vectors": () => mul(oneHot(tensor([2, 0, 1], [3], "int32"), 3), floats()),
  "truth values as float32, and one": () => add(cast(truth(), "float32"), 1),
  "whole numbers as float32": () => cast(whole(), "float32"),
  "float32 as truth values, and back": () => cast(cast(tensor([0, 0.5, -1]), "bool"), "float32"),
  "float32 as whole numbers, and back": () => mul(cast(cast(tensor([1.7, -1.7, 0]), "int32"), "float32"), floats()),
  "no numbers": () => add(cast(tensor([], [0], "int32"), "float32"), 1),
  "the gradient of max": () => grad((x: Tensor) => sum(max(x, 1)))(matrix()),
  "the gradient of min": () => grad((x: Tensor) => sum(min(x, 0)))(matrix()),
  "the gradient of maximum": () => grad((x: Tensor) => sum(maximum(x, floats())))(matrix()),
  "the gradient of minimum": () => grad((x: Tensor) => sum(minimum(x, floats())))(matrix()),
  "a cpu kernel over what was cast": () => gather(cast(whole(), "float32"), tensor([2, 0], [2], "int32")),
};

const resultOf = (operation: () => Tensor) =>
  tidy(() => {
    const result = operation();
    return { dtype: result.dtype, shape: result.shape, values: Array.from(result.dataSync()) };
  });

beforeAll(startSimdEngines);

it.each(Object.entries(OPERATIONS))("%s: as tfjs has it, with no memory left behind", async (_name, operation) => {
  const exact = await onEngine("cpu", () => resultOf(operation));
  await onEngine("simd1", () => {
    const before = machineInUse().heap.used;
    expect(resultOf(operation)).toEqual(exact);
    expect(machineInUse().heap.used).toBe(before);
  });
});

it("whole numbers that the cpu engine calls float32 can be computed with after they have moved", async () => {
  const numbers = await onEngine("cpu", () => cast(whole(), "float32"));
  await onEngine("simd1", () => {
    const before = machineInUse().heap.used;
    expect(tidy(() => Array.from(add(numbers, 1).dataSync()))).toEqual([4, -6, 2 ** 24 + 4]);
    expect(machineInUse().heap.used).toBe(before);
  });
  numbers.dispose();
});
