import * as tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-webgpu";
import { getThreadsCount, setThreadsCount, setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import plainUrl from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url";
import simdUrl from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url";
import threadedUrl from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url";
import { answerCalls, countOf } from "./answerCalls";
import { operandsOf, productRate } from "./repeat";
import { tfjsStep } from "./tfjsStep";
import { trainingOf } from "./training";

/** Stock tfjs, with the backend that `start` names. */

const { prepare, steps } = trainingOf(tfjsStep, {
  // Waits for a backend that computes elsewhere.
  async read(loss) {
    const [value] = await loss.data();
    loss.dispose();
    return value;
  },
});

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
