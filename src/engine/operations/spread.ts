import { engine, type GradConfig, Mean, Sum, type SumAttrs, type Tensor, util } from "@tensorflow/tfjs-core";

/** Kernel: input dy; attributes `SpreadAttributes`. */
export const SPREAD = "Spread";

/** `shape` is the result's, over whose `axes` every number of dy is repeated, after division by `divisor`. */
export interface SpreadAttributes {
  shape: number[];
  axes: number[];
  divisor: number;
}

function spread(dy: Tensor, attributes: SpreadAttributes): Tensor {
  return engine().runKernel<Tensor>(SPREAD, { dy }, { ...attributes });
}

/** In place of tfjs's gradients, which multiply by a tensor of ones that the processor fills. */
const sumGradient = (kernelName: string, divisorOf: (count: number) => number): GradConfig => ({
  kernelName,
  inputsToSave: ["x"],
  gradFunc: (dy, [{ shape }], attributes) => {
    const axes = util.parseAxisParam((attributes as unknown as SumAttrs).axis, shape);
    const count = axes.reduce((product, axis) => product * shape[axis], 1);
    return { x: () => spread(dy as Tensor, { shape, axes, divisor: divisorOf(count) }) };
  },
});

export const sumGradients: readonly GradConfig[] = [sumGradient(Sum, () => 1), sumGradient(Mean, (count) => count)];
