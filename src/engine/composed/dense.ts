import { add, cast, elu, exp, greater, matMul, minimum, mul, relu, softplus, square, sub, type Tensor, tanh } from "@tensorflow/tfjs-core";
import type { InvertibleActivation } from "../operations/activation";
import { ACTIVATION_GRADIENT, DENSE, type DenseAttributes } from "../operations/dense";
import { composedKernel } from "./composedKernel";

export const denseKernel = composedKernel<"x" | "weight" | "bias", DenseAttributes>(DENSE, ({ x, weight, bias }, { activation }) =>
  activate(add(matMul(x, weight), bias), activation),
);

function activate(x: Tensor, activation: InvertibleActivation): Tensor {
  switch (activation) {
    case "linear":
      return x;
    case "relu":
      return relu(x);
    case "tanh":
      return tanh(x);
    case "elu":
      return elu(x);
    case "softplus":
      return softplus(x);
    default:
      throw new Error(`unknown activation ${activation satisfies never}`);
  }
}

export const activationGradientKernel = composedKernel<"dy" | "y", DenseAttributes>(ACTIVATION_GRADIENT, ({ dy, y }, { activation }) =>
  mul(dy, derivative(y, activation)),
);

/** f′(x) from y = f(x), as cpu/activation.ts. */
function derivative(y: Tensor, activation: InvertibleActivation): Tensor {
  switch (activation) {
    case "linear":
      return add(mul(y, 0), 1);
    case "relu":
      return cast(greater(y, 0), "float32");
    case "tanh":
      return sub(1, square(y));
    case "elu":
      return minimum(add(y, 1), 1);
    case "softplus":
      return sub(1, exp(mul(y, -1)));
    default:
      throw new Error(`unknown activation ${activation satisfies never}`);
  }
}
