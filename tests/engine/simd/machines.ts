import { nodePlatform } from "../../../scripts/nodePlatform";
import type { Machine } from "../../../src/engine/simd/machine";
import { startMachine } from "../../../src/engine/simd/startMachine";

/** A machine in Node with this many threads. */
export function testMachine(threads = 1): Promise<Machine> {
  return startMachine(nodePlatform(threads), (notice) => {
    throw new Error(notice);
  });
}

/** What stands before and after each output, and must stay: 64 bytes of it on each side. */
const CANARY = 12345;
const CANARIES = 16;

/**
 * What `compute` writes over outputs of these sizes, given the addresses of copies of the inputs and of the outputs; NaN where it writes
 * nothing.
 * @throws Error when it writes around them.
 */
export function outputsOf(
  { heap, floats }: Machine,
  inputs: ReadonlyArray<ArrayLike<number>>,
  sizes: readonly number[],
  compute: (inputs: number[], outputs: number[]) => void,
): Float32Array[] {
  const given = inputs.map(({ length }) => heap.allocate(4 * length));
  const places = sizes.map((size) => heap.allocate(4 * (size + 2 * CANARIES)));
  inputs.forEach((values, i) => {
    floats().set(values, given[i] / 4);
  });
  const around = (place: number, size: number) => floats().subarray(place / 4, place / 4 + size + 2 * CANARIES);
  places.forEach((place, i) => {
    around(place, sizes[i])
      .fill(CANARY)
      .fill(Number.NaN, CANARIES, CANARIES + sizes[i]);
  });
  compute(
    given,
    places.map((place) => place + 4 * CANARIES),
  );
  const found = places.map((place, i) => around(place, sizes[i]).slice());
  for (const address of [...given, ...places]) heap.free(address);
  return found.map(withoutCanaries);
}

function withoutCanaries(values: Float32Array): Float32Array {
  const end = values.length - CANARIES;
  if (values.some((value, i) => (i < CANARIES || i >= end) && value !== CANARY)) throw new Error("a kernel wrote outside its output");
  return values.subarray(CANARIES, end);
}

/** `outputsOf` a kernel with one output of `count` numbers. */
export function outputOf(
  machine: Machine,
  inputs: ReadonlyArray<ArrayLike<number>>,
  count: number,
  compute: (inputs: number[], output: number) => void,
): Float32Array {
  return outputsOf(machine, inputs, [count], (given, [output]) => compute(given, output))[0];
}

/** True where both have the same bits, the sign of 0 included. */
export function sameBits(a: Float32Array, b: Float32Array): boolean {
  const [left, right] = [a, b].map(({ buffer, byteOffset, length }) => new Int32Array(buffer, byteOffset, length));
  return left.length === right.length && left.every((bits, i) => bits === right[i]);
}
