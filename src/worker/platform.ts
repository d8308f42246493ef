import { type EnginePlatform, HELPER_START_LIMIT, type KernelFile } from "../engine/report";
import relaxedSharedUrl from "../engine/simd/build/kernels.relaxed.shared.wasm?url";
import relaxedUrl from "../engine/simd/build/kernels.relaxed.wasm?url";
import sharedUrl from "../engine/simd/build/kernels.shared.wasm?url";
import plainUrl from "../engine/simd/build/kernels.wasm?url";
import helperUrl from "../engine/simd/helperThread.ts?worker&url";
import { threadsWorthUsing } from "../engine/simd/threads";
import { workerMaker } from "./trustedWorker";

const URLS: Record<KernelFile, string> = {
  "kernels.wasm": plainUrl,
  "kernels.relaxed.wasm": relaxedUrl,
  "kernels.shared.wasm": sharedUrl,
  "kernels.relaxed.shared.wasm": relaxedSharedUrl,
};

/** The engine's surroundings in a page's worker: kernels from the page's server, helpers as workers of this one. Made once a worker. */
export function createPagePlatform(): EnginePlatform {
  const makeHelper = workerMaker(helperUrl);
  return {
    // Memory can be shared only where the page is isolated.
    threads: globalThis.crossOriginIsolated ? threadsWorthUsing(navigator.hardwareConcurrency || 1) : 1,
    whyOneThread: globalThis.crossOriginIsolated ? undefined : "since this page is served without the headers that threads need",
    async readKernels(file) {
      const response = await fetch(URLS[file]);
      if (!response.ok) throw new Error(`the kernels ${file} did not arrive (HTTP ${response.status})`);
      return response.arrayBuffer();
    },
    startHelper(module, memory) {
      const helper = makeHelper();
      return new Promise((resolve, reject) => {
        const fail = (why: string) => {
          helper.terminate();
          reject(new Error(`a helper thread did not start (${why})`));
        };
        const timer = setTimeout(() => fail(`no answer in ${HELPER_START_LIMIT / 1000} s`), HELPER_START_LIMIT);
        helper.onmessage = () => {
          clearTimeout(timer);
          resolve({ stop: () => helper.terminate() });
        };
        helper.onerror = ({ message }) => {
          clearTimeout(timer);
          fail(message || "its script could not be loaded");
        };
        helper.postMessage({ module, memory });
      });
    },
  };
}
