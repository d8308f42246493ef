import { engine, type NamedTensorMap, type Scalar, type Tensor, type Tensor1D, type Tensor2D } from "@tensorflow/tfjs-core";

/** Kernel: inputs reconstruction, kl, loss and, where there are such, iwae and earlier; attribute `carry`. */
export const STEP_METRICS = "StepMetrics";

/** 1 where earlier metrics are added, else 0. */
export type StepMetricsAttributes = { carry: number };

export interface MeasuredTerms {
  /** [B]. */
  reconstruction: Tensor1D;
  /** [B, columns], which sum to the KL of each image. */
  kl: Tensor2D;
  loss: Scalar;
  /** [B]. */
  iwae?: Tensor1D;
}

/** The sums of earlier steps' metrics; those that are not carried on only lend their shape. */
export interface EarlierSums {
  sums: Tensor;
  isCarried: boolean;
}

/**
 * [1, mean reconstruction, KL, loss, (mean L_K,) mean KL of each column], means over the batch, after addition of the same of earlier steps.
 * Not differentiable.
 */
export function stepMetrics({ reconstruction, kl, loss, iwae }: MeasuredTerms, earlier?: EarlierSums): Tensor1D {
  const inputs: NamedTensorMap = { reconstruction, kl, loss, ...(iwae && { iwae }), ...(earlier && { earlier: earlier.sums }) };
  return engine().runKernel<Tensor1D>(STEP_METRICS, inputs, { carry: earlier?.isCarried ? 1 : 0 });
}
