import { expect } from "vitest";
import { nodePlatform } from "../../../scripts/nodePlatform";
import type { Machine } from "../../../src/engine/simd/machine";
import { startMachine } from "../../../src/engine/simd/startMachine";

/** Stands after each output; a kernel that writes too far changes it. */
const GUARD = 12345;
const GUARDS = 8;

export function startTestMachine(threads = 1): Promise<Machine> {
  return startMachine(nodePlatform(threads), (notice) => expect.fail(notice));
}

/** Calls a kernel with the addresses of these inputs and of outputs of these sizes; what it wrote, and nothing beyond. */
export function outputsOf(
  { heap, floats }: Machine,
  inputs: ReadonlyArray<ArrayLike<number>>,
  sizes: readonly number[],
  call: (inputs: number[], outputs: number[]) => void,
): Float32Array[] {
  const given = inputs.map(({ length }) => heap.allocate(4 * length));
  const places = sizes.map((size) => heap.allocate(4 * (size + GUARDS)));
  inputs.forEach((values, i) => {
    floats().set(values, given[i] / 4);
  });
  places.forEach((place, i) => {
    floats().fill(GUARD, place / 4, place / 4 + sizes[i] + GUARDS);
  });
  call(given, places);
  const found = places.map((place, i) => floats().slice(place / 4, place / 4 + sizes[i] + GUARDS));
  for (const address of [...given, ...places]) heap.free(address);
  found.forEach((values, i) => {
    expect([...values.subarray(sizes[i])]).toEqual(new Array(GUARDS).fill(GUARD));
  });
  return found.map((values, i) => values.subarray(0, sizes[i]));
}

/** True if two arrays have the same bits. */
export function sameBits(a: Float32Array, b: Float32Array): boolean {
  const [left, right] = [a, b].map(({ buffer, byteOffset, length }) => new Int32Array(buffer, byteOffset, length));
  return left.length === right.length && left.every((bits, i) => bits === right[i]);
}
