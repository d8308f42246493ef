import { add, concat, fill, max, memory, min, reshape, scalar, type Tensor, tensor, tidy, unstack, zeros } from "@tensorflow/tfjs-core";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { nodePlatform } from "../../../scripts/nodePlatform";
import { activateBackend } from "../../../src/engine/registry";
import { SimdBackend } from "../../../src/engine/simd/simdBackend";
import { startMachine } from "../../../src/engine/simd/startMachine";
import { scattered } from "../numbers";
import { machineInUse, onEngine, startSimdEngines } from "./simdEngines";

const NUMBERS = Array.from(Float32Array.from(scattered(35, 1)));

beforeAll(startSimdEngines);
beforeEach(() => activateBackend("simd1"));

function largeTensor(): Tensor {
  return fill([machineInUse().floats().length], 1);
}

describe("tensors on the SIMD engine", () => {
  it("come back as they were written, as copies", () => {
    const given = tensor(NUMBERS, [5, 7]);
    const read = given.dataSync();
    expect(Array.from(read)).toEqual(NUMBERS);
    expect(read.buffer).not.toBe(machineInUse().floats().buffer);
    read.fill(0);
    expect(Array.from(given.dataSync())).toEqual(NUMBERS);
    given.dispose();
  });

  it("do not change when the array that they were made of does", () => {
    const values = Float32Array.from(NUMBERS);
    const given = tensor(values);
    values.fill(0);
    expect(Array.from(given.dataSync())).toEqual(NUMBERS);
    given.dispose();
  });

  it("free their memory when they are disposed of, and not before the last that shares it", () => {
    const before = machineInUse().heap.used;
    const given = tensor(NUMBERS);
    const used = machineInUse().heap.used;
    expect(used).toBeGreaterThanOrEqual(before + 4 * NUMBERS.length);
    const shaped = reshape(given, [7, 5]);
    expect(machineInUse().heap.used).toBe(used);
    given.dispose();
    expect(Array.from(shaped.dataSync())).toEqual(NUMBERS);
    shaped.dispose();
    expect(machineInUse().heap.used).toBe(before);
  });

  it("may be empty, and without a shape", () => {
    const before = machineInUse().heap.used;
    tidy(() => {
      expect(Array.from(tensor([], [0, 3]).dataSync())).toEqual([]);
      expect(Array.from(add(scalar(2), scalar(3)).dataSync())).toEqual([5]);
      expect(Array.from(zeros([2, 3]).dataSync())).toEqual([0, 0, 0, 0, 0, 0]);
    });
    expect(machineInUse().heap.used).toBe(before);
  });

  it("of other types stay out of the machine's memory", () => {
    const before = machineInUse().heap.used;
    tidy(() => {
      expect(Array.from(tensor([1, -2, 2 ** 31 - 1], [3], "int32").dataSync())).toEqual([1, -2, 2 ** 31 - 1]);
      expect(Array.from(tensor([true, false], [2], "bool").dataSync())).toEqual([1, 0]);
      expect(tensor(["a", "ü"], [2], "string").dataSync()).toEqual(["a", "ü"]);
      expect(machineInUse().heap.used).toBe(before);
    });
  });

  it("keep their values when the memory grows, and are read where it is then", async () => {
    const given = tensor(NUMBERS);
    const buffer = machineInUse().floats().buffer;
    const large = largeTensor();
    expect(machineInUse().floats().buffer).not.toBe(buffer);
    expect(Array.from(given.dataSync())).toEqual(NUMBERS);
    expect(Array.from(await given.data())).toEqual(NUMBERS);
    const doubled = concat([given, given]);
    expect(Array.from(doubled.dataSync())).toEqual([...NUMBERS, ...NUMBERS]);
    for (const each of [given, large, doubled]) each.dispose();
  });

  it("are the same when a view of them is written and the memory grows for it", async () => {
    const simd = new SimdBackend(await startMachine(nodePlatform(), expect.fail));
    const count = 2 ** 21;
    const given = simd.write(
      Float32Array.from({ length: count }, (_, i) => i),
      [count],
      "float32",
    );
    const { buffer } = simd.machine.floats();
    const copies = [];
    while (simd.machine.floats().buffer === buffer) {
      copies.push(simd.write(simd.data.get(given).values as Float32Array, [count], "float32"));
    }
    const last = simd.readSync(copies[copies.length - 1]) as Float32Array;
    expect([last.length, last[1], last[count - 1]]).toEqual([count, 1, count - 1]);
    expect(() => simd.write(new Float32Array(3), [4], "float32")).toThrow("a tensor of 4 numbers was given 3");
  });

  it("keep their values when a cpu kernel hands on a part of them and the memory grows for it", () => {
    const whole = tidy(() => reshape(largeTensor(), [1, -1]));
    const buffer = machineInUse().floats().buffer;
    const [row] = unstack(whole);
    expect(machineInUse().floats().buffer).not.toBe(buffer);
    expect(tidy(() => [min(row), max(row)].map((each) => each.dataSync()[0]))).toEqual([1, 1]);
    for (const each of [whole, row]) each.dispose();
  });

  it("move between the engines, and leave nothing behind", async () => {
    const machine = machineInUse();
    const before = machine.heap.used;
    const tensors = memory().numTensors;
    const given = tensor(NUMBERS);
    const whole = tensor([1, 2], [2], "int32");
    const onCpu = await onEngine("cpu", () => add(given, given));
    expect(Array.from(whole.dataSync())).toEqual([1, 2]);
    expect(machine.heap.used).toBe(before);
    const back = await onEngine("simd1", () => add(onCpu, given));
    expect(Array.from(back.dataSync())).toEqual(NUMBERS.map((value) => Math.fround(3 * value)));
    expect(machine.heap.used).toBeGreaterThan(before);
    const doubled = add(whole, whole);
    expect(doubled.dtype).toBe("int32");
    expect(Array.from(doubled.dataSync())).toEqual([2, 4]);
    for (const each of [given, whole, onCpu, back, doubled]) each.dispose();
    expect(machine.heap.used).toBe(before);
    expect(memory().numTensors).toBe(tensors);
  });
});

it("two tensors exchange their values and places, and take no memory for it", async () => {
  const simd = new SimdBackend(await startMachine(nodePlatform(), expect.fail));
  const given = [NUMBERS, [1, 2]].map((values) => {
    return { dataId: simd.write(Float32Array.from(values), [values.length], "float32"), shape: [values.length], dtype: "float32" as const };
  });
  const [one, other] = given;
  const [address, otherAddress] = given.map((info) => simd.address(info));
  const used = simd.machine.heap.used;
  simd.exchange(one.dataId, other.dataId);
  expect(simd.machine.heap.used).toBe(used);
  expect(simd.numDataIds()).toBe(2);
  expect(Array.from(simd.readSync(other.dataId) as Float32Array)).toEqual(NUMBERS);
  expect([simd.address({ ...other, shape: [35] }), simd.address({ ...one, shape: [2] })]).toEqual([address, otherAddress]);
  expect(() => simd.address(one)).toThrow("a tensor of shape [35] has 2 values instead of 35");
  for (const { dataId } of given) expect(simd.disposeData(dataId)).toBe(true);
  expect(simd.machine.heap.used).toBe(0);
});

it("a tensor of another type has no address", async () => {
  const simd = new SimdBackend(await startMachine(nodePlatform(), expect.fail));
  const info = { dataId: simd.write(Int32Array.of(1, 2), [2], "int32"), shape: [2], dtype: "int32" as const };
  expect(() => simd.address(info)).toThrow(/^a int32 tensor has no address$/);
});
