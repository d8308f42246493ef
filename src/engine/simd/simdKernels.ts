import type { Kernel } from "../cpu/arrayKernel";
import { adamStepKernel } from "./kernels/adamStep";
import { bernoulliLogLikelihoodGradientKernel, bernoulliLogLikelihoodKernel } from "./kernels/bernoulliLogLikelihood";
import { addNKernel, BINARY_KERNELS } from "./kernels/binary";
import { castKernel } from "./kernels/cast";
import { CONCAT_KERNELS } from "./kernels/concat";
import { continuousBernoulliGradientKernel, continuousBernoulliKernel } from "./kernels/continuousBernoulli";
import { CONVOLUTION_KERNELS } from "./kernels/convolution";
import { activationGradientKernel, denseKernel } from "./kernels/dense";
import {
  gaussianKlKernel,
  gaussianKlLogVarianceGradientKernel,
  reparameterizeKernel,
  reparameterizeLogVarianceGradientKernel,
} from "./kernels/gaussian";
import { geluGradientKernel, geluKernel } from "./kernels/gelu";
import { batchMatMulKernel } from "./kernels/matrixProduct";
import { gatherImagesKernel, standardNormalKernel } from "./kernels/random";
import { columnSumsKernel, globalNormKernel, REDUCTION_KERNELS } from "./kernels/reduction";
import { sliceKernel } from "./kernels/slice";
import { splitKernel } from "./kernels/split";
import { transposeKernel } from "./kernels/transpose";
import { UNARY_KERNELS } from "./kernels/unary";

/** The kernels that run in WebAssembly; what is missing here tfjs's cpu backend computes. */
export const SIMD_KERNELS: readonly Kernel[] = [
  ...UNARY_KERNELS,
  ...BINARY_KERNELS,
  ...CONCAT_KERNELS,
  ...CONVOLUTION_KERNELS,
  ...REDUCTION_KERNELS,
  activationGradientKernel,
  adamStepKernel,
  addNKernel,
  batchMatMulKernel,
  bernoulliLogLikelihoodKernel,
  bernoulliLogLikelihoodGradientKernel,
  castKernel,
  columnSumsKernel,
  continuousBernoulliKernel,
  continuousBernoulliGradientKernel,
  denseKernel,
  gatherImagesKernel,
  gaussianKlKernel,
  gaussianKlLogVarianceGradientKernel,
  geluKernel,
  geluGradientKernel,
  globalNormKernel,
  reparameterizeKernel,
  reparameterizeLogVarianceGradientKernel,
  sliceKernel,
  splitKernel,
  standardNormalKernel,
  transposeKernel,
];
