import type { Kernel } from "../cpu/arrayKernel";
import { batchMatMulKernel } from "./kernels/matrixProduct";

/** The kernels that run in WebAssembly; what is missing here tfjs's cpu backend computes. */
export const SIMD_KERNELS: readonly Kernel[] = [batchMatMulKernel];
