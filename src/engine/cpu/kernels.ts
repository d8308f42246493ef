import { spreadKernel } from "../composed/spread";
import { stepMetricsKernel } from "../composed/stepMetrics";
import { stepScalarKernel } from "../composed/stepScalar";
import { adamStepKernel } from "./adamStep";
import type { Kernel } from "./arrayKernel";
import { batchMatMulKernel } from "./batchMatMul";
import { bernoulliLogLikelihoodGradientKernel, bernoulliLogLikelihoodKernel } from "./bernoulliLogLikelihood";
import { clampPassingGradientKernel, clampPassingKernel } from "./clampPassing";
import { columnSumsKernel } from "./columnSums";
import { continuousBernoulliGradientKernel, continuousBernoulliKernel } from "./continuousBernoulli";
import { activationGradientKernel, denseKernel } from "./dense";
import { fusedMatMulKernel } from "./fusedMatMul";
import { gatherImagesKernel } from "./gatherImages";
import { gaussianKlKernel, gaussianKlLogVarianceGradientKernel } from "./gaussianKl";
import { geluGradientKernel, geluKernel } from "./gelu";
import { globalNormKernel } from "./globalNorm";
import { reparameterizeKernel, reparameterizeLogVarianceGradientKernel } from "./reparameterize";
import { standardNormalKernel } from "./standardNormal";

/** The project's kernels for the cpu backend. */
export const CPU_KERNELS: readonly Kernel[] = [
  adamStepKernel,
  batchMatMulKernel,
  bernoulliLogLikelihoodKernel,
  bernoulliLogLikelihoodGradientKernel,
  clampPassingKernel,
  clampPassingGradientKernel,
  columnSumsKernel,
  continuousBernoulliKernel,
  continuousBernoulliGradientKernel,
  denseKernel,
  activationGradientKernel,
  fusedMatMulKernel,
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
