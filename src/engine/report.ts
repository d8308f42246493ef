export type EngineName = "webgl" | "simd" | "cpu";
export type EngineChoice = "auto" | EngineName;

/** The engine in use. `label` is short ("SIMD · 1 thread · fused multiply-add"), `reason` one sentence that says why this one. */
export interface EngineReport {
  name: EngineName;
  label: string;
  reason: string;
}

/** The two builds of the matrix product: with and without fused multiply-add (WebAssembly's relaxed SIMD). */
export type KernelFile = "gemm.wasm" | "gemm.relaxed.wasm";

/** Brings a compiled kernel: from the server in a page, from the disk in Node. Rejects with an `Error` that says what failed. */
export type KernelSource = (file: KernelFile) => Promise<BufferSource>;
