import { defaultDevice, init, jit, numpy as np } from "@jax-js/jax";
import type { Product } from "../protocol";
import { answerCalls, countOf } from "./answerCalls";
import { jaxStep } from "./jaxStep";
import { operandsOf, productRate } from "./repeat";
import { trainingOf } from "./training";

/** jax-js on the device that `start` names; that of WebAssembly takes as many threads as the machine has where memory can be shared. */

const { prepare, steps } = trainingOf(jaxStep, {
  settle: (loss) => loss.blockUntilReady(),
  read: async (loss) => Number((await loss.data())[0]),
});

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
    if ((backend !== "wasm" && backend !== "webgpu") || threads > 0) {
      throw new Error("jax-js is measured on its wasm and webgpu devices, with its own number of threads");
    }
    const devices = await init(backend);
    if (!devices.includes(backend)) throw new Error(`jax-js could not start its ${backend} device`);
    defaultDevice(backend);
    return backend === "wasm" ? `jax-js wasm · ${countOf(crossOriginIsolated ? navigator.hardwareConcurrency : 1)}` : "jax-js webgpu";
  },
  prepare,
  steps,
  product,
  multiplyAddRate: () => Promise.resolve(null),
});
