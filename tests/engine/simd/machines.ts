import { nodePlatform } from "../../../scripts/nodePlatform";
import type { Machine } from "../../../src/engine/simd/machine";
import { startMachine } from "../../../src/engine/simd/startMachine";

/** A machine in Node with this many threads. */
export function testMachine(threads = 1): Promise<Machine> {
  return startMachine(nodePlatform(threads), (notice) => {
    throw new Error(notice);
  });
}

/** What follows an output and must stay. */
const CANARY = 12345;

/**
 * What `compute` writes over `count` numbers, given the addresses of the inputs and of these; NaN where it writes nothing.
 * @throws Error when it writes after them.
 */
export function written(
  machine: Machine,
  inputs: ReadonlyArray<ArrayLike<number>>,
  count: number,
  compute: (addresses: number[], out: number) => void,
): Float32Array {
  const addresses = inputs.map((values) => {
    const address = machine.heap.allocate(4 * values.length);
    machine.floats().set(values, address / 4);
    return address;
  });
  const out = machine.heap.allocate(4 * count + 64);
  machine.floats().fill(Number.NaN, out / 4, out / 4 + count);
  machine.floats().fill(CANARY, out / 4 + count, out / 4 + count + 16);
  compute(addresses, out);
  const values = machine.floats().slice(out / 4, out / 4 + count);
  const after = machine.floats().subarray(out / 4 + count, out / 4 + count + 16);
  if (after.some((value) => value !== CANARY)) throw new Error("a kernel wrote past the end of its output");
  for (const address of [...addresses, out]) machine.heap.free(address);
  return values;
}

/** True where both have the same bits, the sign of 0 included. */
export function sameBits(a: Float32Array, b: Float32Array): boolean {
  const [left, right] = [a, b].map(({ buffer, byteOffset, length }) => new Int32Array(buffer, byteOffset, length));
  return left.length === right.length && left.every((bits, i) => bits === right[i]);
}
