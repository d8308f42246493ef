import { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import { copyRegisteredKernels, findBackendFactory, registerBackend } from "@tensorflow/tfjs-core";
import { arrayKernels } from "../cpu/kernels";
import { activateBackend, registerKernels } from "../registry";
import type { KernelSource } from "../report";
import { hasRelaxedSimd, hasSimd } from "./capabilities";
import { wasmMatrixProduct } from "./wasmMatrixProduct";

/**
 * The cpu backend's kernels with the matrix products in WebAssembly; values stay in JavaScript arrays. Returns the label.
 * Rejects with an `Error` that says what is missing.
 */
export async function startSimd(kernels: KernelSource): Promise<string> {
  if (!hasSimd()) throw new Error("WebAssembly has no SIMD here");
  const relaxed = hasRelaxedSimd();
  if (!findBackendFactory("simd")) {
    const product = await wasmMatrixProduct(await kernels(relaxed ? "gemm.relaxed.wasm" : "gemm.wasm"));
    registerBackend("simd", () => new MathBackendCPU(), 0);
    copyRegisteredKernels("cpu", "simd");
    registerKernels("simd", arrayKernels("simd", product));
  }
  await activateBackend("simd");
  return relaxed ? "SIMD · 1 thread · fused multiply-add" : "SIMD · 1 thread";
}
