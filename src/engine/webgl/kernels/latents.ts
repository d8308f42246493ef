import { clampPassingKernel as composedClamp, clampPassingGradientKernel as composedClampGradient } from "../../composed/clampPassing";
import { gaussianKlKernel as composedKl, gaussianKlLogVarianceGradientKernel as composedKlGradient } from "../../composed/gaussianKl";
import type { ClampAttributes } from "../../operations/clampPassing";
import { here, type Names } from "../expression";
import { lazyKernel } from "../webglKernel";

/** The operations on q's parameters, elementwise. */

const limits = ({ float }: Names): string => `vec4(${float(0)}), vec4(${float(1)})`;

export const clampPassingKernel = lazyKernel<"x", ClampAttributes>(composedClamp, (_, { x }, { low, high }) => ({
  key: "clamp",
  shape: x.shape,
  operands: [here(x)],
  floats: [low, high],
  glsl: (names) => ({
    functions: `vec4 ${names.own}(vec4 v, vec4 low, vec4 high) { return mix(mix(v, low, lessThan(v, low)), high, greaterThan(v, high)); }\n`,
    value: `${names.own}(${names.operands[0]}, ${limits(names)})`,
  }),
}));

export const clampPassingGradientKernel = lazyKernel<"dy" | "x", ClampAttributes>(composedClampGradient, (_, { dy, x }, { low, high }) => ({
  key: "clamp gradient",
  shape: x.shape,
  operands: [here(dy), here(x)],
  floats: [low, high],
  glsl: (names) => ({
    functions: `vec4 ${names.own}(vec4 dy, vec4 v, vec4 low, vec4 high) {
  vec4 isInside = vec4(greaterThanEqual(v, low)) * vec4(lessThanEqual(v, high));
  return mix(vec4(0), dy, greaterThan(isInside, vec4(0)));
}
`,
    value: `${names.own}(${names.operands}, ${limits(names)})`,
  }),
}));

export const gaussianKlKernel = lazyKernel<"mean" | "logVariance">(composedKl, (_, { mean, logVariance }) => ({
  key: "gaussian kl",
  shape: mean.shape,
  operands: [here(mean), here(logVariance)],
  glsl: ({ operands: [m, l] }) => `.5 * (${m} * ${m} + (expm1v(${l}) - ${l}))`,
}));

export const gaussianKlLogVarianceGradientKernel = lazyKernel<"dy" | "logVariance">(composedKlGradient, (_, { dy, logVariance }) => ({
  key: "gaussian kl gradient",
  shape: dy.shape,
  operands: [here(dy), here(logVariance)],
  glsl: ({ operands: [upstream, l] }) => `.5 * ${upstream} * expm1v(${l})`,
}));
