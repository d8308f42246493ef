export type EngineName = "webgl" | "simd" | "cpu";
export type EngineChoice = "auto" | EngineName;

/** The engine in use. `label` is short ("SIMD · 2 threads · fused multiply-add"), `reason` one sentence that says why this one. */
export interface EngineReport {
  name: EngineName;
  label: string;
  reason: string;
}

/** What an engine holds: tensors, and bytes of memory that are in use, the graphics card's with WebGL. */
export interface EngineMemory {
  tensors: number;
  bytes: number;
}

/** The builds of the kernels: with and without fused multiply-add (WebAssembly's relaxed SIMD), for one thread and for several. */
export type KernelFile = "kernels.wasm" | "kernels.relaxed.wasm" | "kernels.shared.wasm" | "kernels.relaxed.shared.wasm";

/** A helper thread at work; it works until it is stopped. */
export interface Helper {
  stop(): void;
}

/** Longest wait for a helper to start, in milliseconds. */
export const HELPER_START_LIMIT = 10_000;

/** What the engines need of the place they run in: a page's worker, or Node. */
export interface EnginePlatform {
  /** Brings compiled kernels: from the server in a page, from the disk in Node. Rejects with an `Error` that says what failed. */
  readKernels(file: KernelFile): Promise<BufferSource>;
  /** Threads worth using, the caller's own among them. */
  threads: number;
  /** Where there is one only: why, as the end of a sentence. */
  whyOneThread?: string;
  /**
   * Starts a helper thread over these kernels and this shared memory; resolves when it is at work, rejects with an `Error` when it cannot
   * be, at the latest after HELPER_START_LIMIT.
   */
  startHelper(module: WebAssembly.Module, memory: WebAssembly.Memory): Promise<Helper>;
}
