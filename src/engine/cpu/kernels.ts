import { BatchMatMul, getKernel } from "@tensorflow/tfjs-core";
import { adamStepKernel } from "./adamStep";
import type { Kernel } from "./arrayKernel";
import { batchMatMulKernel } from "./batchMatMul";
import { bernoulliLogLikelihoodGradientKernel, bernoulliLogLikelihoodKernel } from "./bernoulliLogLikelihood";
import { columnSumsKernel } from "./columnSums";
import { activationGradientKernel, denseKernel } from "./dense";
import { fusedMatMulKernel } from "./fusedMatMul";
import { gaussianKlKernel, gaussianKlLogVarianceGradientKernel } from "./gaussianKl";
import { geluGradientKernel, geluKernel } from "./gelu";
import { globalNormKernel } from "./globalNorm";
import type { MatrixProduct } from "./matrixProduct";
import { reparameterizeKernel, reparameterizeLogVarianceGradientKernel } from "./reparameterize";

/** The project's kernels for a backend whose values lie in JavaScript arrays, with its matrix product. */
export function arrayKernels(backendName: string, product: MatrixProduct): Kernel[] {
  return [
    adamStepKernel,
    batchMatMulKernel(product, getKernel(BatchMatMul, "cpu").kernelFunc),
    bernoulliLogLikelihoodKernel,
    bernoulliLogLikelihoodGradientKernel,
    columnSumsKernel,
    denseKernel(product),
    activationGradientKernel,
    fusedMatMulKernel(backendName),
    gaussianKlKernel,
    gaussianKlLogVarianceGradientKernel,
    geluKernel,
    geluGradientKernel,
    globalNormKernel,
    reparameterizeKernel,
    reparameterizeLogVarianceGradientKernel,
  ];
}
