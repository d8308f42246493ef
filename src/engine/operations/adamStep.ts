import { engine, type Scalar, scalar, type Tensor, tidy } from "@tensorflow/tfjs-core";

/** Kernel: inputs parameter, gradient, first, second, gradientScale; attributes `AdamAttributes`; outputs parameter, first, second. */
export const ADAM_STEP = "AdamStep";

export interface AdamOptions {
  learningRate: number;
  beta1: number;
  beta2: number;
  epsilon: number;
  /** The number of this update, 1 at the first. */
  step: number;
  /** Multiplies every gradient first, as clipping by the global norm does. A scalar tensor is read where the kernel runs. Default 1. */
  gradientScale?: number | Scalar;
}

export interface AdamState {
  parameters: Tensor[];
  first: Tensor[];
  second: Tensor[];
}

/** `stepSize` = learningRate / (1 − β₁ᵗ), `secondCorrection` = √(1 − β₂ᵗ). */
export type AdamAttributes = Record<"beta1" | "beta2" | "epsilon" | "stepSize" | "secondCorrection", number>;

/**
 * One update of Adam by PyTorch's rule (Kingma & Ba, 2015, algorithm 1; torch.optim.Adam): m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g²,
 * θ ← θ − stepSize · m / (√v / secondCorrection + ε). Pure: new tensors come back and the caller disposes of the old. Not differentiable.
 */
export function adamStep(parameters: Tensor[], gradients: Tensor[], first: Tensor[], second: Tensor[], options: AdamOptions): AdamState {
  const attributes = adamAttributes(options);
  const state: AdamState = { parameters: [], first: [], second: [] };
  tidy(() => {
    const given = options.gradientScale ?? 1;
    const gradientScale = typeof given === "number" ? scalar(given) : given;
    return parameters.map((parameter, i) => {
      const inputs = { parameter, gradient: gradients[i], first: first[i], second: second[i], gradientScale };
      const updated = engine().runKernel<Tensor[]>(ADAM_STEP, inputs, attributes);
      state.parameters.push(updated[0]);
      state.first.push(updated[1]);
      state.second.push(updated[2]);
      return updated;
    });
  });
  return state;
}

function adamAttributes({ learningRate, beta1, beta2, epsilon, step }: AdamOptions): AdamAttributes {
  return { beta1, beta2, epsilon, stepSize: learningRate / (1 - beta1 ** step), secondCorrection: Math.sqrt(1 - beta2 ** step) };
}
