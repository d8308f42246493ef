import { denseKernel as composedDense, activationGradientKernel as composedGradient } from "../../composed/dense";
import type { DenseAttributes } from "../../operations/dense";
import { here, repeated, shared } from "../expression";
import { activated, derivative } from "../glsl/activation";
import { innerAxis, productFunction } from "../glsl/product";
import { lazyKernel } from "../webglKernel";

/** f(x·W + b). Apart: the tape keeps it for the gradient. */
export const denseKernel = lazyKernel<"x" | "weight" | "bias", DenseAttributes>(composedDense, (_, { x, weight, bias }, { activation }) => {
  const [inner, columns] = weight.shape;
  return {
    key: `dense ${activation}`,
    shape: [x.shape[0], columns],
    operands: [shared(x, Math.ceil(inner / 2)), shared(weight, Math.ceil(inner / 2)), repeated(bias)],
    ints: innerAxis(inner),
    isApart: true,
    glsl: (names) => ({
      functions: `${productFunction(names, false, false)}
vec4 ${names.own}Activated(vec4 v) { return ${activated(activation)}; }
`,
      value: `${names.own}Activated(${names.own}(place) + ${names.operands[2]}(ivec2(place.x, 0)).rgrg)`,
    }),
  };
});

/** dy · f′, from y = f(x). */
export const activationGradientKernel = lazyKernel<"dy" | "y", DenseAttributes>(composedGradient, (_, { dy, y }, { activation }) => ({
  key: `activation gradient ${activation}`,
  shape: y.shape,
  operands: [here(dy), here(y)],
  glsl: (names) => ({
    functions: `vec4 ${names.own}(vec4 dy, vec4 y) { return dy * ${derivative(activation)}; }\n`,
    value: `${names.own}(${names.operands})`,
  }),
}));
