import { readFile } from "node:fs/promises";
import { Worker } from "node:worker_threads";
import type { EnginePlatform } from "../src/engine/report";

const helpers: Worker[] = [];

/** The engine's surroundings in Node: kernels as buildKernels.ts left them on this disk, helpers as threads that end with the process. */
export function nodePlatform(threads = 1): EnginePlatform {
  return {
    threads,
    async readKernels(file) {
      try {
        return new Uint8Array(await readFile(new URL(`../src/engine/simd/build/${file}`, import.meta.url)));
      } catch (cause) {
        throw new Error(`the kernels ${file} are not built; run npm run generate`, { cause });
      }
    },
    startHelper(module, memory) {
      const helper = new Worker(new URL("./nodeHelper.mjs", import.meta.url), { workerData: { module, memory } });
      helper.unref();
      helpers.push(helper);
      return new Promise((resolve, reject) => {
        helper.once("message", () => resolve());
        helper.once("error", (error) => reject(new Error(`a helper thread did not start (${error.message})`)));
      });
    },
  };
}
