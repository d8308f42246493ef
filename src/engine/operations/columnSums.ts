import { engine, type Tensor1D, type Tensor2D } from "@tensorflow/tfjs-core";

/** Kernel: input x. */
export const COLUMN_SUMS = "ColumnSums";

/** Σ over the rows: x [n, m] → [m]. A step of gradients, without one of its own. */
export function columnSums(x: Tensor2D): Tensor1D {
  return engine().runKernel<Tensor1D>(COLUMN_SUMS, { x });
}
