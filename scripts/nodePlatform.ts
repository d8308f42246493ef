import { readFile } from "node:fs/promises";
import { Worker } from "node:worker_threads";
import { type EnginePlatform, HELPER_START_LIMIT, type Helper } from "../src/engine/report";

const HELPER_SCRIPT = new URL("./nodeHelper.mjs", import.meta.url);

/**
 * The engine's surroundings in Node: kernels as buildKernels.ts left them on this disk, helpers as threads that end with the process.
 * `helperScript` says "ready" once it is at work.
 */
export function nodePlatform(threads = 1, helperScript = HELPER_SCRIPT, startLimit = HELPER_START_LIMIT): EnginePlatform {
  return {
    threads,
    async readKernels(file) {
      try {
        return new Uint8Array(await readFile(new URL(`../src/engine/simd/build/${file}`, import.meta.url)));
      } catch (cause) {
        throw new Error(`the kernels ${file} are not built; run npm run generate`, { cause });
      }
    },
    startHelper: (module, memory) => started(new Worker(helperScript, { workerData: { module, memory } }), startLimit),
  };
}

/**
 * The helper once it has said that it is at work. Node keeps a thread that nothing refers to. A failure after that changes nothing here:
 * the main thread finds out when it waits for a chunk.
 */
function started(helper: Worker, limit: number): Promise<Helper> {
  const stop = () => void helper.terminate();
  return new Promise((resolve, reject) => {
    const fail = (why: string) => {
      clearTimeout(timer);
      stop();
      reject(new Error(`a helper thread did not start (${why})`));
    };
    const timer = setTimeout(() => fail(`no answer in ${limit / 1000} s`), limit);
    helper.once("error", ({ message }) => fail(message));
    helper.once("exit", (code) => fail(`it ended with code ${code}`));
    helper.once("message", () => {
      clearTimeout(timer);
      helper.unref();
      resolve({ stop });
    });
  });
}
