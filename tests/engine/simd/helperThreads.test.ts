import { describe, expect, it } from "vitest";
import { nodePlatform } from "../../../scripts/nodePlatform";
import type { EnginePlatform } from "../../../src/engine/report";
import type { Machine } from "../../../src/engine/simd/machine";
import { startMachine } from "../../../src/engine/simd/startMachine";
import { scattered } from "../numbers";
import { outputOf, sameBits, testMachine } from "./machines";

/** What assembly/jobs.ts keeps in the last bytes before the free memory, in words from its beginning. */
const CONTROL_BYTES = 576;
const REMAINING = 0;
const DONE = 16;
const CHUNKS = 66;

const COUNT = 300_001;
const EXP = 6;

function controlBlock({ kernels, bytes }: Machine): Int32Array {
  return new Int32Array(bytes().buffer, kernels.firstFreeAddress() - CONTROL_BYTES, CONTROL_BYTES / 4);
}

function exponentials(machine: Machine, x: ArrayLike<number>): Float32Array {
  return outputOf(machine, [x], COUNT, ([from], out) => machine.kernels.unary(EXP, from, out, COUNT, 0, 0));
}

function scriptOf(text: string): URL {
  return new URL(`data:text/javascript,${encodeURIComponent(text)}`);
}

/** A machine, and what was said when it was started. */
async function startedOn(platform: EnginePlatform): Promise<{ machine: Machine; notices: string[] }> {
  const notices: string[] = [];
  return { machine: await startMachine(platform, (notice) => notices.push(notice)), notices };
}

it("helpers do all chunks of a job when the main thread does none", async () => {
  const machine = await testMachine(3);
  const x = scattered(COUNT, 1);
  const found = outputOf(machine, [x], COUNT, ([from], out) => {
    machine.kernels.unary(EXP, from, out, COUNT, 0, 0);
    const block = controlBlock(machine);
    expect(block[CHUNKS]).toBeGreaterThan(10);
    // The same job once more, without the call in which the main thread takes its share.
    machine.floats().fill(Number.NaN, out / 4, out / 4 + COUNT);
    Atomics.store(block, DONE, 0);
    Atomics.store(block, REMAINING, block[CHUNKS]);
    Atomics.notify(block, REMAINING);
    const end = performance.now() + 10_000;
    while (Atomics.load(block, DONE) < block[CHUNKS] && performance.now() < end);
    expect(Atomics.load(block, DONE)).toBe(block[CHUNKS]);
  });
  expect(sameBits(found, exponentials(await testMachine(), x))).toBe(true);
});

it("a helper that ends in the middle of its work is an error, not an endless wait, and the machine works on alone", async () => {
  const thief = scriptOf(`
    import { parentPort, workerData } from "node:worker_threads";
    const { module, memory } = workerData;
    const { firstFreeAddress } = new WebAssembly.Instance(module, { env: { memory, helperLost() {} } }).exports;
    const block = new Int32Array(memory.buffer, firstFreeAddress() - ${CONTROL_BYTES});
    parentPort.postMessage("ready");
    for (;;) {
      const remaining = Atomics.load(block, ${REMAINING});
      if (remaining > 0 && Atomics.compareExchange(block, ${REMAINING}, remaining, remaining - 1) === remaining) break;
    }`);
  const { machine, notices } = await startedOn(nodePlatform(2, thief));
  expect(notices).toEqual([]);
  machine.kernels.setHelpers(1, 3);
  const x = scattered(COUNT, 2);
  const untilItTakesOne = () => {
    for (let i = 0; i < 1000; i++) exponentials(machine, x);
  };
  expect(untilItTakesOne).toThrow("a helper thread of the SIMD engine stopped in the middle of its work");
  expect(sameBits(exponentials(machine, x), exponentials(await testMachine(), x))).toBe(true);
});

describe("helpers that do not start cost their threads only, and a notice", () => {
  it("and those that did start are stopped", async () => {
    const platform = nodePlatform(3);
    const counts = { asked: 0, stopped: 0 };
    const startHelper: EnginePlatform["startHelper"] = async (...given) => {
      counts.asked++;
      if (counts.asked === 2) throw new Error("no more threads");
      const helper = await platform.startHelper(...given);
      const stop = () => {
        counts.stopped++;
        helper.stop();
      };
      return { stop };
    };
    const { machine, notices } = await startedOn({ ...platform, startHelper });
    expect(notices).toEqual(["The SIMD engine runs on one thread: no more threads."]);
    expect(machine.threads).toBe(1);
    expect(counts).toEqual({ asked: 2, stopped: 1 });
    const x = scattered(COUNT, 3);
    expect(sameBits(exponentials(machine, x), exponentials(await testMachine(), x))).toBe(true);
  });

  it("also where the platform throws at once", async () => {
    const startHelper = () => {
      throw new Error("workers are not allowed here");
    };
    const { machine, notices } = await startedOn({ ...nodePlatform(3), startHelper });
    expect(notices).toEqual(["The SIMD engine runs on one thread: workers are not allowed here."]);
    expect(machine.threads).toBe(1);
  });

  it.each([
    ["ends without a word", "", "it ended with code 0"],
    ["fails", "throw new Error('no kernels')", "no kernels"],
    ["never answers", "setInterval(() => {}, 1000)", "no answer in 0.5 s"],
  ])("also one that %s", async (_name, script, why) => {
    const { machine, notices } = await startedOn(nodePlatform(2, scriptOf(script), 500));
    expect(notices).toEqual([`The SIMD engine runs on one thread: a helper thread did not start (${why}).`]);
    expect(machine.threads).toBe(1);
  });
});
