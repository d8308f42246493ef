import type { InvertibleActivation } from "../../operations/activation";

/** GLSL. f(v). A NaN stays one, so that it is found. */
export function activated(activation: InvertibleActivation): string {
  switch (activation) {
    case "linear":
      return "v";
    case "relu":
      return "mix(v, vec4(0), lessThanEqual(v, vec4(0)))";
    case "tanh":
      return "tanhv(v)";
    case "elu":
      return "mix(v, expm1v(v), lessThanEqual(v, vec4(0)))";
    case "softplus":
      return "softplusv(v)";
    default:
      throw new Error(`unknown activation ${activation satisfies never}`);
  }
}

/** GLSL. f′(x) from y = f(x), as cpu/activation.ts. */
export function derivative(activation: InvertibleActivation): string {
  switch (activation) {
    case "linear":
      return "vec4(1)";
    case "relu":
      return "vec4(greaterThan(y, vec4(0)))";
    case "tanh":
      return "(1. - y * y)";
    case "elu":
      return "min(y + 1., 1.)";
    case "softplus":
      return "-expm1v(-y)";
    default:
      throw new Error(`unknown activation ${activation satisfies never}`);
  }
}
