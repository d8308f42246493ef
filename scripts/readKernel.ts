import { readFile } from "node:fs/promises";
import type { KernelSource } from "../src/engine/report";

/** The kernels as buildKernels.ts left them on this disk. */
export const readKernel: KernelSource = async (file) => {
  try {
    return new Uint8Array(await readFile(new URL(`../src/engine/simd/build/${file}`, import.meta.url)));
  } catch (cause) {
    throw new Error(`the kernel ${file} is not built; run npx tsx scripts/buildKernels.ts`, { cause });
  }
};
