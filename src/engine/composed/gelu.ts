import { abs, add, div, exp, less, mul, neg, scalar, square, sub, type Tensor, where } from "@tensorflow/tfjs-core";
import { ERFC_COEFFICIENTS } from "../operations/erfcCoefficients";
import { GELU, GELU_GRADIENT } from "../operations/gelu";
import { composedKernel } from "./composedKernel";

/** Φ(x) = ½ erfc(−x/√2), the tail kept to about 1e-6 relative in float32. */
function normalCdf(x: Tensor): Tensor {
  const z = mul(abs(x), Math.SQRT1_2);
  const t = div(1, add(1, mul(z, 0.5)));
  const polynomial = ERFC_COEFFICIENTS.reduceRight<Tensor>((value, coefficient) => add(mul(value, t), coefficient), scalar(0));
  const tail = mul(mul(t, 0.5), exp(sub(polynomial, square(z))));
  return where(less(x, 0), tail, sub(1, tail));
}

export const geluKernel = composedKernel<"x">(GELU, ({ x }) => mul(x, normalCdf(x)));

export const geluGradientKernel = composedKernel<"dy" | "x">(GELU_GRADIENT, ({ dy, x }) => {
  const density = mul(exp(mul(neg(square(x)), 0.5)), 1 / Math.sqrt(2 * Math.PI));
  return mul(dy, add(normalCdf(x), mul(x, density)));
});
