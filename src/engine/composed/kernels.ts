import type { KernelConfig } from "@tensorflow/tfjs-core";
import { adamStepKernel } from "./adamStep";
import { bernoulliLogLikelihoodGradientKernel, bernoulliLogLikelihoodKernel } from "./bernoulliLogLikelihood";
import { clampPassingGradientKernel, clampPassingKernel } from "./clampPassing";
import { columnSumsKernel } from "./columnSums";
import { continuousBernoulliGradientKernel, continuousBernoulliKernel } from "./continuousBernoulli";
import { activationGradientKernel, denseKernel } from "./dense";
import { gatherImagesKernel } from "./gatherImages";
import { gaussianKlKernel, gaussianKlLogVarianceGradientKernel } from "./gaussianKl";
import { geluGradientKernel, geluKernel } from "./gelu";
import { globalNormKernel } from "./globalNorm";
import { reparameterizeKernel, reparameterizeLogVarianceGradientKernel } from "./reparameterize";
import { spreadKernel } from "./spread";
import { standardNormalKernel } from "./standardNormal";
import { stepMetricsKernel } from "./stepMetrics";
import { stepScalarKernel } from "./stepScalar";

/** The project's kernels composed of tfjs's operations: right on any backend, fast on none. */
export function composedKernels(): Array<Pick<KernelConfig, "kernelName" | "kernelFunc">> {
  return [
    adamStepKernel,
    bernoulliLogLikelihoodKernel,
    bernoulliLogLikelihoodGradientKernel,
    clampPassingKernel,
    clampPassingGradientKernel,
    columnSumsKernel,
    continuousBernoulliKernel,
    continuousBernoulliGradientKernel,
    denseKernel,
    activationGradientKernel,
    gatherImagesKernel,
    gaussianKlKernel,
    gaussianKlLogVarianceGradientKernel,
    geluKernel,
    geluGradientKernel,
    globalNormKernel,
    reparameterizeKernel,
    reparameterizeLogVarianceGradientKernel,
    spreadKernel,
    standardNormalKernel,
    stepMetricsKernel,
    stepScalarKernel,
  ];
}
