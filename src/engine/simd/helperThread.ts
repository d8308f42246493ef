import { instantiate } from "./instantiate";

/** What a helper is started with. */
export interface HelperStart {
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
}

/** A helper thread of the SIMD engine: answers once, when its kernels stand, and then only computes. */
addEventListener("message", ({ data: { module, memory } }: MessageEvent<HelperStart>) => {
  const { help } = instantiate(module, memory);
  postMessage("ready");
  help();
});
