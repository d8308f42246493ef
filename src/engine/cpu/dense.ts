import { ACTIVATION_GRADIENT, DENSE, type DenseAttributes } from "../operations/dense";
import { activationGradient, addBiasAndActivate } from "./activation";
import { type ArrayTensor, arrayKernel } from "./arrayKernel";
import { plainMatrixProduct } from "./matrixProduct";

type DenseInputs = Record<"x" | "weight" | "bias", ArrayTensor>;

/** f(x·W + b): bias and activation in one pass over the product. */
export const denseKernel = arrayKernel<DenseInputs, DenseAttributes>(DENSE, ({ x, weight, bias }, { activation }) => {
  const [m, k] = x.shape;
  const n = weight.shape[1];
  const values = new Float32Array(m * n);
  plainMatrixProduct(x.values, weight.values, values, { m, n, k, transposeA: false, transposeB: false });
  addBiasAndActivate(values, bias.values, activation);
  return { shape: [m, n], values };
});

export const activationGradientKernel = arrayKernel<Record<"dy" | "y", ArrayTensor>, DenseAttributes>(
  ACTIVATION_GRADIENT,
  ({ dy, y }, { activation }) => ({ shape: dy.shape, values: activationGradient(dy.values, y.values, activation) }),
);
