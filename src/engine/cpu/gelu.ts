import { ERFC_COEFFICIENTS } from "../operations/erfcCoefficients";
import { GELU, GELU_GRADIENT } from "../operations/gelu";
import { type ArrayTensor, arrayKernel } from "./arrayKernel";

/** Φ(x) to 6e-8 relative down to x = −15, where it has long been zero in float32; thirty times as fast as numeric/normal. */
function normalCdf(x: number): number {
  const z = Math.abs(x) * Math.SQRT1_2;
  const t = 1 / (1 + 0.5 * z);
  let exponent = 0;
  for (let i = ERFC_COEFFICIENTS.length - 1; i >= 0; i--) exponent = exponent * t + ERFC_COEFFICIENTS[i];
  const tail = 0.5 * t * Math.exp(exponent - z * z);
  return x < 0 ? tail : 1 - tail;
}

export const geluKernel = arrayKernel<{ x: ArrayTensor }>(GELU, ({ x: { shape, values: x } }) => {
  const values = new Float32Array(x.length);
  for (let i = 0; i < x.length; i++) values[i] = x[i] * normalCdf(x[i]);
  return { shape, values };
});

export const geluGradientKernel = arrayKernel<Record<"dy" | "x", ArrayTensor>>(GELU_GRADIENT, ({ dy, x: { shape, values: x } }) => {
  const values = new Float32Array(x.length);
  const density = 1 / Math.sqrt(2 * Math.PI);
  for (let i = 0; i < x.length; i++) values[i] = dy.values[i] * (normalCdf(x[i]) + x[i] * density * Math.exp(-0.5 * x[i] * x[i]));
  return { shape, values };
});
