import type { KernelExports } from "../../src/engine/simd/kernelExports";
import { multiply } from "../../src/engine/simd/kernels/matrixProduct";
import type { Machine } from "../../src/engine/simd/machine";
import { startMachine } from "../../src/engine/simd/startMachine";
import { createPagePlatform } from "../../src/worker/platform";
import { NO_TRAINING } from "../protocol";
import { answerCalls, countOf } from "./answerCalls";
import { operandsOf, productRate } from "./repeat";

/**
 * The matrix product of the page's SIMD engine by itself. This is the one place of the benchmark that reaches inside the engine: the
 * page offers no bare product, and timing one through the page would time the page.
 */

/** Floating-point operations of one count of `multiplyAddLoop`: twelve chains of four-wide multiply-adds. */
const OPERATIONS_PER_COUNT = 96;

const state: { machine?: Machine } = {};

function machine(): Machine {
  if (state.machine === undefined) throw new Error("start comes first");
  return state.machine;
}

async function start({ threads }: { threads: number }): Promise<string> {
  const platform = createPagePlatform();
  state.machine = await startMachine({ ...platform, threads: threads > 0 ? threads : platform.threads }, () => undefined);
  return `SIMD engine · ${countOf(state.machine.threads)}`;
}

/** Best of several runs of about 50 ms. */
async function multiplyAddRate(): Promise<number | null> {
  const { multiplyAddLoop } = machine().kernels as KernelExports & { multiplyAddLoop?: (count: number) => number };
  if (multiplyAddLoop === undefined) return null;
  const count = 10_000_000;
  multiplyAddLoop(count);
  const rates = Array.from({ length: 5 }, () => {
    const from = performance.now();
    multiplyAddLoop(count);
    return (OPERATIONS_PER_COUNT * count) / (performance.now() - from) / 1e6;
  });
  return Math.max(...rates);
}

answerCalls({
  ...NO_TRAINING,
  start,
  multiplyAddRate,
  async product({ product, milliseconds }) {
    const { heap, floats } = machine();
    const { a, b } = operandsOf(product);
    const [left, right, result] = [a.byteLength, b.byteLength, 4 * product.m * product.n].map((bytes) => heap.allocate(bytes));
    floats().set(a, left / 4);
    floats().set(b, right / 4);
    const rate = await productRate(product, milliseconds, (count) => {
      for (let i = 0; i < count; i++) multiply(machine(), left, right, result, product);
    });
    for (const address of [left, right, result]) heap.free(address);
    return rate;
  },
});
