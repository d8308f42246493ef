import { defaultDevice, init, jit, numpy as np } from "@jax-js/jax";
import type { Model, Product } from "../protocol";
import { answerCalls, countOf } from "./answerCalls";
import { type Batch, batchesOf, fetchMnist } from "./batches";
import { jaxStep } from "./jaxStep";
import { operandsOf, productRate } from "./repeat";

/** jax-js on its WebAssembly device, which takes as many threads as the machine has where memory can be shared. */

interface Training {
  step(batch: Batch): np.Array;
  dispose(): void;
  nextBatch(): Batch;
}

const state: { images?: Uint8Array; training?: Training } = {};

async function prepare(model: Model): Promise<void> {
  state.images ??= await fetchMnist();
  state.training?.dispose();
  state.training = { ...jaxStep(model), nextBatch: batchesOf(state.images, model) };
}

async function steps(count: number): Promise<{ milliseconds: number; loss: number }> {
  const { training } = state;
  if (training === undefined) throw new Error("steps come after prepare");
  const start = performance.now();
  let loss = np.array(Number.NaN);
  for (let i = 0; i < count; i++) {
    loss.dispose();
    loss = training.step(training.nextBatch());
    await loss.blockUntilReady();
  }
  const [value] = await loss.data();
  return { milliseconds: performance.now() - start, loss: Number(value) };
}

async function product({ product, milliseconds }: { product: Product; milliseconds: number }): Promise<number> {
  const { a, b, aShape, bShape } = operandsOf(product);
  const [left, right] = [np.array(a, { shape: aShape }), np.array(b, { shape: bShape })];
  const multiply = jit((first: np.Array, second: np.Array) =>
    np.matmul(product.transposeA ? first.transpose() : first, product.transposeB ? second.transpose() : second),
  );
  const rate = await productRate(product, milliseconds, async (count) => {
    const results = Array.from({ length: count }, () => multiply(left.ref, right.ref));
    for (const result of results) {
      await result.blockUntilReady();
      result.dispose();
    }
  });
  for (const array of [left, right]) array.dispose();
  multiply.dispose();
  return rate;
}

answerCalls({
  async start({ backend, threads }) {
    if (backend !== "wasm" || threads > 0) throw new Error("jax-js is measured on its wasm device, with its own number of threads");
    const devices = await init("wasm");
    if (!devices.includes("wasm")) throw new Error("jax-js could not start its wasm device");
    defaultDevice("wasm");
    return `jax-js wasm · ${countOf(crossOriginIsolated ? navigator.hardwareConcurrency : 1)}`;
  },
  prepare,
  steps,
  product,
  multiplyAddRate: () => Promise.resolve(null),
});
