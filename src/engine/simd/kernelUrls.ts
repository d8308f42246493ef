import type { KernelFile, KernelSource } from "../report";
import relaxedUrl from "./build/gemm.relaxed.wasm?url";
import plainUrl from "./build/gemm.wasm?url";

const URLS: Record<KernelFile, string> = { "gemm.wasm": plainUrl, "gemm.relaxed.wasm": relaxedUrl };

/** The kernels as the page's server sends them. */
export const fetchKernel: KernelSource = async (file) => {
  const response = await fetch(URLS[file]);
  if (!response.ok) throw new Error(`the kernel ${file} did not arrive (HTTP ${response.status})`);
  return response.arrayBuffer();
};
