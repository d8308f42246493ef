import { engine, type GradConfig, matMul, type Tensor, type Tensor1D, type Tensor2D, util } from "@tensorflow/tfjs-core";
import type { ActivationName, InvertibleActivation } from "./activation";
import { columnSums } from "./columnSums";
import { gelu } from "./gelu";

export type { ActivationName } from "./activation";

/** Kernel: inputs x, weight, bias; attribute `activation`. */
export const DENSE = "Dense";
/** Kernel: inputs dy, y; attribute `activation`. dy · f′, with f′ computed from the output y. */
export const ACTIVATION_GRADIENT = "ActivationGradient";

export interface DenseAttributes {
  activation: InvertibleActivation;
}

/** f(x·W + b): x [n, in], weight [in, out], bias [out] → [n, out]. */
export function dense(x: Tensor2D, weight: Tensor2D, bias: Tensor1D, activation: ActivationName | "linear"): Tensor2D {
  const [inputs, outputs] = weight.shape;
  util.assert(x.shape[1] === inputs, () => `dense: x has ${x.shape[1]} columns and weight ${inputs} rows; they must agree`);
  util.assert(bias.size === outputs, () => `dense: weight has ${outputs} columns and bias ${bias.size} numbers; they must agree`);
  if (activation === "gelu") return gelu(dense(x, weight, bias, "linear"));
  return engine().runKernel<Tensor2D>(DENSE, { x, weight, bias }, { activation });
}

/** tfjs calls only the thunks on the path to a variable, so the first layer never pays for the gradient of the images. */
export const denseGradient: GradConfig = {
  kernelName: DENSE,
  inputsToSave: ["x", "weight"],
  outputsToSave: [true],
  gradFunc: (dy, saved, attributes) => {
    const [x, weight, y] = saved as Tensor2D[];
    const upstream = throughActivation(dy as Tensor2D, y, attributes.activation as InvertibleActivation);
    return {
      x: () => matMul(upstream, weight, false, true),
      weight: () => matMul(x, upstream, true, false),
      bias: () => columnSums(upstream),
    };
  },
};

function throughActivation(dy: Tensor2D, y: Tensor, activation: InvertibleActivation): Tensor2D {
  return activation === "linear" ? dy : engine().runKernel<Tensor2D>(ACTIVATION_GRADIENT, { dy, y }, { activation });
}
