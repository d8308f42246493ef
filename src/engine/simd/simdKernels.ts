import type { Kernel } from "../cpu/arrayKernel";
import { addNKernel, BINARY_KERNELS } from "./kernels/binary";
import { activationGradientKernel, denseKernel } from "./kernels/dense";
import { batchMatMulKernel } from "./kernels/matrixProduct";
import { columnSumsKernel, globalNormKernel, REDUCTION_KERNELS } from "./kernels/reduction";
import { UNARY_KERNELS } from "./kernels/unary";

/** The kernels that run in WebAssembly; what is missing here tfjs's cpu backend computes. */
export const SIMD_KERNELS: readonly Kernel[] = [
  batchMatMulKernel,
  denseKernel,
  activationGradientKernel,
  ...UNARY_KERNELS,
  ...BINARY_KERNELS,
  addNKernel,
  ...REDUCTION_KERNELS,
  columnSumsKernel,
  globalNormKernel,
];
