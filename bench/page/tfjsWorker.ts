import * as tf from "@tensorflow/tfjs";
import { getThreadsCount, setThreadsCount, setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import plainUrl from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url";
import simdUrl from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url";
import threadedUrl from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url";
import type { Model } from "../protocol";
import { answerCalls, countOf } from "./answerCalls";
import { type Batch, batchesOf, fetchMnist } from "./batches";
import { operandsOf, productRate } from "./repeat";
import { tfjsStep } from "./tfjsStep";

/** Stock tfjs, with the backend that `start` names. */

interface Training {
  step(batch: Batch): tf.Scalar;
  dispose(): void;
  nextBatch(): Batch;
}

const state: { images?: Uint8Array; training?: Training } = {};

async function prepare(model: Model): Promise<void> {
  state.images ??= await fetchMnist();
  state.training?.dispose();
  state.training = { ...tfjsStep(model), nextBatch: batchesOf(state.images, model) };
}

async function steps(count: number): Promise<{ milliseconds: number; loss: number }> {
  const { training } = state;
  if (training === undefined) throw new Error("steps come after prepare");
  const start = performance.now();
  let loss = tf.scalar(Number.NaN);
  for (let i = 0; i < count; i++) {
    loss.dispose();
    loss = training.step(training.nextBatch());
  }
  // Reading it waits for a backend that computes elsewhere.
  const [value] = await loss.data();
  loss.dispose();
  return { milliseconds: performance.now() - start, loss: value };
}

answerCalls({
  async start({ backend, threads }) {
    setWasmPaths({
      "tfjs-backend-wasm.wasm": new URL(plainUrl, location.href).href,
      "tfjs-backend-wasm-simd.wasm": new URL(simdUrl, location.href).href,
      "tfjs-backend-wasm-threaded-simd.wasm": new URL(threadedUrl, location.href).href,
    });
    if (threads > 0) setThreadsCount(threads);
    if (!(await tf.setBackend(backend))) throw new Error(`tfjs could not start its ${backend} backend`);
    const used = backend === "wasm" ? ` · ${countOf(getThreadsCount())}` : "";
    return `tfjs ${tf.version.tfjs} ${tf.getBackend()}${used}`;
  },
  prepare,
  steps,
  async product({ product, milliseconds }) {
    const { a, b, aShape, bShape } = operandsOf(product);
    const [left, right] = [tf.tensor2d(a, aShape), tf.tensor2d(b, bShape)];
    const rate = await productRate(product, milliseconds, async (count) => {
      for (let i = 1; i < count; i++) tf.matMul(left, right, product.transposeA, product.transposeB).dispose();
      const last = tf.matMul(left, right, product.transposeA, product.transposeB);
      await last.data();
      last.dispose();
    });
    tf.dispose([left, right]);
    return rate;
  },
  multiplyAddRate: () => Promise.resolve(null),
});
