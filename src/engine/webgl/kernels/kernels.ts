import { BatchMatMul, getKernelsForBackend, Identity, type KernelConfig } from "@tensorflow/tfjs-core";
import { composedKernels } from "../../composed/kernels";
import { settledFirst } from "../webglKernel";
import { adamStepKernel } from "./adamStep";
import { bernoulliLogLikelihoodGradientKernel, bernoulliLogLikelihoodKernel } from "./bernoulliLogLikelihood";
import { columnSumsKernel } from "./columnSums";
import { activationGradientKernel, denseKernel } from "./dense";
import { elementwiseKernel } from "./elementwise";
import { gatherImagesKernel } from "./gatherImages";
import { globalNormKernel } from "./globalNorm";
import { clampPassingGradientKernel, clampPassingKernel, gaussianKlKernel, gaussianKlLogVarianceGradientKernel } from "./latents";
import { productKernel } from "./product";
import { reductionKernel } from "./reduction";
import { reparameterizeKernel, reparameterizeLogVarianceGradientKernel } from "./reparameterize";
import { spreadKernel } from "./spread";
import { standardNormalKernel } from "./standardNormal";
import { stepMetricsKernel } from "./stepMetrics";
import { stepScalarKernel } from "./stepScalar";

type Kernel = Pick<KernelConfig, "kernelName" | "kernelFunc">;

/** Operations of this project with programs of their own; the others are composed of tfjs's. */
const OWN: readonly Kernel[] = [
  adamStepKernel,
  bernoulliLogLikelihoodKernel,
  bernoulliLogLikelihoodGradientKernel,
  clampPassingKernel,
  clampPassingGradientKernel,
  columnSumsKernel,
  denseKernel,
  activationGradientKernel,
  gatherImagesKernel,
  gaussianKlKernel,
  gaussianKlLogVarianceGradientKernel,
  globalNormKernel,
  reparameterizeKernel,
  reparameterizeLogVarianceGradientKernel,
  spreadKernel,
  standardNormalKernel,
  stepMetricsKernel,
  stepScalarKernel,
];

function inPlaceOf(stock: KernelConfig): Kernel {
  // A clone shares what it is a clone of, computed or not: the tape makes them of all that it saves.
  if (stock.kernelName === Identity) return { ...stock };
  if (stock.kernelName === BatchMatMul) return productKernel(stock);
  return elementwiseKernel(stock) ?? reductionKernel(stock) ?? stock;
}

/** Every kernel of the engine: ours, tfjs's with ours in place of some, and those composed; all but ours see computed tensors only. */
export function webglKernels(): Kernel[] {
  const stock = getKernelsForBackend("webgl").map((kernel) => ({ stock: kernel, used: inPlaceOf(kernel) }));
  const ours = new Set(OWN.map(({ kernelName }) => kernelName));
  const composed = composedKernels().filter(({ kernelName }) => !ours.has(kernelName));
  const wrapped = [...composed, ...stock.filter(({ stock: one, used }) => one === used).map(({ used }) => used)];
  const own = [...OWN, ...stock.filter(({ stock: one, used }) => one !== used).map(({ used }) => used)];
  return [...own, ...wrapped.map(({ kernelName, kernelFunc }) => ({ kernelName, kernelFunc: settledFirst(kernelFunc) }))];
}
