import { engine, type NamedTensorMap, type Scalar, type Tensor1D, type Tensor2D } from "@tensorflow/tfjs-core";

/** Kernel: inputs reconstruction, kl, loss and, where there is one, iwae. */
export const STEP_METRICS = "StepMetrics";

export interface MeasuredTerms {
  /** [B]. */
  reconstruction: Tensor1D;
  /** [B, columns], which sum to the KL of each image. */
  kl: Tensor2D;
  loss: Scalar;
  /** [B]. */
  iwae?: Tensor1D;
}

/** [1, mean reconstruction, KL, loss, (mean L_K,) mean KL of each column], means over the batch. Not differentiable. */
export function stepMetrics({ reconstruction, kl, loss, iwae }: MeasuredTerms): Tensor1D {
  const inputs: NamedTensorMap = iwae === undefined ? { reconstruction, kl, loss } : { reconstruction, kl, loss, iwae };
  return engine().runKernel<Tensor1D>(STEP_METRICS, inputs);
}
