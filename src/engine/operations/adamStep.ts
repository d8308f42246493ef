import { engine, type NamedTensorMap, type Scalar, scalar, type Tensor } from "@tensorflow/tfjs-core";

/**
 * Kernel for all parameters at once: inputs as `adamInputs` reads them and gradientScale; attributes `AdamAttributes`; outputs the
 * parameters, then the first moments, then the second. It may write over the parameters and moments it was given.
 */
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
 * θ ← θ − stepSize · m / (√v / secondCorrection + ε). The state is consumed: parameters and moments, all of them different tensors,
 * are disposed of and their places may be used again; their clones keep their values. Not differentiable.
 *
 * A scaled gradient above 1.8e19 overflows where g² is taken in float32: with WebGL its v stays infinite and the parameter stands still,
 * with SIMD both are NaN from the next step on. The cpu engine computes in float64 and goes on as long as v itself is finite.
 */
export function adamStep(state: AdamState, gradients: Tensor[], options: AdamOptions): AdamState {
  const count = state.parameters.length;
  const { gradientScale = 1 } = options;
  const scale = typeof gradientScale === "number" ? scalar(gradientScale) : gradientScale;
  try {
    const updated = engine().runKernel<Tensor[]>(ADAM_STEP, kernelInputs(state, gradients, scale), adamAttributes(options));
    for (const replaced of [state.parameters, state.first, state.second].flat()) replaced.dispose();
    return { parameters: updated.slice(0, count), first: updated.slice(count, 2 * count), second: updated.slice(2 * count) };
  } finally {
    if (scale !== gradientScale) scale.dispose();
  }
}

/** What the kernel is given of each parameter, in order. */
export function adamInputs<T>(inputs: Record<string, T>): Array<Record<"parameter" | "gradient" | "first" | "second", T>> {
  return Array.from({ length: (Object.keys(inputs).length - 1) / 4 }, (_, i) => ({
    parameter: inputs[`parameter${i}`],
    gradient: inputs[`gradient${i}`],
    first: inputs[`first${i}`],
    second: inputs[`second${i}`],
  }));
}

function kernelInputs(state: AdamState, gradients: Tensor[], gradientScale: Scalar): NamedTensorMap {
  const inputs: NamedTensorMap = { gradientScale };
  state.parameters.forEach((parameter, i) => {
    inputs[`parameter${i}`] = parameter;
    inputs[`gradient${i}`] = gradients[i];
    inputs[`first${i}`] = state.first[i];
    inputs[`second${i}`] = state.second[i];
  });
  return inputs;
}

/** The attributes of an update. */
export function adamAttributes({ learningRate, beta1, beta2, epsilon, step }: AdamOptions): AdamAttributes {
  return { beta1, beta2, epsilon, stepSize: learningRate / (1 - beta1 ** step), secondCorrection: Math.sqrt(1 - beta2 ** step) };
}
