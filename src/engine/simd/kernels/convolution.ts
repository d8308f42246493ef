import {
  type Attribute,
  backend_util,
  Conv2D,
  type Conv2DAttrs,
  Conv2DBackpropFilter,
  type Conv2DBackpropFilterAttrs,
  Conv2DBackpropInput,
  type Conv2DBackpropInputAttrs,
  getKernel,
  type TensorInfo,
  util,
} from "@tensorflow/tfjs-core";
import type { Kernel } from "../../cpu/arrayKernel";
import { type FloatTensor, floatKernel, type KernelScope } from "../floatKernel";
import { withScratch } from "../machine";
import { multiply } from "./matrixProduct";
import { fold, patchSize, unfold } from "./patches";

// Convolution by im2col, channels last: the images' patches [batch·outHeight·outWidth, filterHeight·filterWidth·inChannels] against the
// filter as a matrix [filterHeight·filterWidth·inChannels, outChannels]. Padding is zeros that are multiplied: a sum whose patch reaches
// over the edge is NaN where what it is multiplied by there is infinite or NaN, while tfjs's cpu kernels leave the edge out.

type Shapes = Partial<Record<string, Pick<TensorInfo, "shape">>>;
type Attributes = Pick<Conv2DAttrs, "strides" | "pad" | "dataFormat" | "dimRoundingMode"> & Partial<Pick<Conv2DAttrs, "dilations">>;

/** y [batch, outHeight, outWidth, outChannels] = patches of x · filter. */
const conv2DKernel = convolutionKernel<"x" | "filter", Conv2DAttrs>(
  Conv2D,
  ({ x, filter }, attributes) => convolutionInfo(x.shape, filter.shape, attributes),
  ({ machine, output }, { x, filter }, info) => {
    const y = output(info.outShape);
    const sizes = { n: info.outChannels, k: patchSize(info), transposeA: false, transposeB: false };
    unfold(machine, info, x.address, ({ patches, firstRow, rows }) => {
      multiply(machine, patches, filter.address, y.address + 4 * firstRow * sizes.n, { ...sizes, m: rows });
    });
    return y;
  },
);

/** dx [batch, inHeight, inWidth, inChannels] = the sum of the patches dy · filterᵀ in their places. Also the transposed convolution. */
const conv2DBackpropInputKernel = convolutionKernel<"dy" | "filter", Conv2DBackpropInputAttrs>(
  Conv2DBackpropInput,
  ({ filter }, attributes) => convolutionInfo(attributes.inputShape, filter.shape, attributes),
  ({ machine, output }, { dy, filter }, info) => {
    const dx = output(info.inShape);
    const sizes = { n: patchSize(info), k: info.outChannels, transposeA: false, transposeB: true };
    fold(machine, info, dx.address, ({ patches, firstRow, rows }) => {
      multiply(machine, dy.address + 4 * firstRow * sizes.k, filter.address, patches, { ...sizes, m: rows });
    });
    return dx;
  },
);

/** dFilter [filterHeight, filterWidth, inChannels, outChannels] = (patches of x)ᵀ · dy, slice after slice. */
const conv2DBackpropFilterKernel = convolutionKernel<"x" | "dy", Conv2DBackpropFilterAttrs>(
  Conv2DBackpropFilter,
  ({ x }, attributes) => convolutionInfo(x.shape, attributes.filterShape, attributes),
  ({ machine, output }, { x, dy }, info) => {
    const filter = output(info.filterShape);
    const sizes = { m: patchSize(info), n: info.outChannels, transposeA: true, transposeB: false };
    withScratch(machine, 4 * filter.size, (part) => {
      unfold(machine, info, x.address, ({ patches, firstRow, rows }) => {
        const target = firstRow === 0 ? filter.address : part;
        multiply(machine, patches, dy.address + 4 * firstRow * sizes.n, target, { ...sizes, k: rows });
        if (firstRow > 0) machine.kernels.accumulate(part, filter.address, filter.size);
      });
    });
    return filter;
  },
);

/** tfjs's convolution and its two gradients, float32. */
export const CONVOLUTION_KERNELS: readonly Kernel[] = [conv2DKernel, conv2DBackpropInputKernel, conv2DBackpropFilterKernel];

/** A kernel for convolutions with the channels last; the cpu kernel takes the others, and a dy that is not of the output's shape. */
function convolutionKernel<Name extends string, Given extends Attributes>(
  kernelName: string,
  infoOf: (inputs: Record<Name, Pick<TensorInfo, "shape">>, attributes: Given) => backend_util.Conv2DInfo,
  compute: (scope: KernelScope, inputs: Record<Name, FloatTensor>, info: backend_util.Conv2DInfo) => FloatTensor,
): Kernel {
  const ours = floatKernel<Record<Name, FloatTensor>, Given>(kernelName, (scope, inputs, attributes) =>
    compute(scope, inputs, infoOf(inputs, attributes)),
  );
  return {
    kernelName,
    kernelFunc: (given) => {
      const attributes = given.attrs as { [name: string]: Attribute } as Given;
      const isOurs = attributes.dataFormat === "NHWC" && fits(given.inputs, infoOf(given.inputs as Record<Name, TensorInfo>, attributes));
      return isOurs ? ours.kernelFunc(given) : getKernel(kernelName, "cpu").kernelFunc(given);
    },
  };
}

function fits({ dy }: Shapes, { outHeight, outWidth, outShape }: backend_util.Conv2DInfo): boolean {
  return outHeight > 0 && outWidth > 0 && (dy === undefined || util.arraysEqual(dy.shape, outShape));
}

function convolutionInfo(images: number[], filter: number[], { strides, pad, dilations = 1, dimRoundingMode }: Attributes) {
  const sides = [images, filter] as [backend_util.Conv2DInfo["inShape"], backend_util.Conv2DInfo["filterShape"]];
  return backend_util.computeConv2DInfo(...sides, strides, dilations, pad, dimRoundingMode);
}
