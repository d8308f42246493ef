import {
  backend_util,
  Conv2D,
  Conv2DBackpropFilter,
  Conv2DBackpropInput,
  engine,
  type NamedTensorMap,
  type Tensor,
  tensor4d,
  tidy,
} from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { product, scattered } from "../numbers";

type Shape = [number, number, number, number];

/** A convolution of x [batch, height, width, inChannels] with filter [height, width, inChannels, outChannels]. */
export interface ConvolutionCase {
  x: Shape;
  filter: Shape;
  strides: [number, number];
  pad: "same" | "valid" | number | backend_util.ExplicitPadding;
}

export const PRODUCTS = ["y", "dx", "dFilter"] as const;

/** What a convolution and its two gradients give, flat. */
export type Products = Record<(typeof PRODUCTS)[number], number[]>;

/** x, the filter and the gradient at the output, flat. */
export type Operands = Record<"x" | "filter" | "dy", number[]>;

function operandShapes({ x, filter, strides, pad }: ConvolutionCase) {
  return { x, filter, y: backend_util.computeConv2DInfo(x, filter, strides, 1, pad).outShape };
}

export function operands(one: ConvolutionCase, seed: number): Operands {
  const shapes = operandShapes(one);
  const [x, filter, dy] = [shapes.x, shapes.filter, shapes.y].map((shape, i) => scattered(product(shape), 3 * seed + i));
  return { x, filter, dy };
}

/** The three kernels on the engine in use. */
export function convolve(one: ConvolutionCase, { x, filter, dy }: Operands): Products {
  const { strides, pad } = one;
  const attributes = { strides, pad, dataFormat: "NHWC", dilations: 1, inputShape: one.x, filterShape: one.filter };
  const run = (kernel: string, inputs: NamedTensorMap) => Array.from((engine().runKernel(kernel, inputs, attributes) as Tensor).dataSync());
  return tidy(() => {
    const given = { x: tensor4d(x, one.x), filter: tensor4d(filter, one.filter), dy: tensor4d(dy, operandShapes(one).y) };
    return {
      y: run(Conv2D, { x: given.x, filter: given.filter }),
      dx: run(Conv2DBackpropInput, { dy: given.dy, filter: given.filter }),
      dFilter: run(Conv2DBackpropFilter, { x: given.x, dy: given.dy }),
    };
  });
}

const side = fc.integer({ min: 1, max: 11 });
const filterSide = fc.integer({ min: 1, max: 5 });
const channels = fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 9 }));
const stride = fc.integer({ min: 1, max: 6 });
const margin = fc.integer({ min: 0, max: 5 });
const pad = fc.oneof(
  fc.constantFrom("same", "valid"),
  margin,
  fc.tuple(margin, margin, margin, margin).map(([top, bottom, left, right]) => [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ]),
);

/** Small convolutions whose output has at least one pixel. */
export const CONVOLUTION_CASES: fc.Arbitrary<ConvolutionCase> = fc
  .record({
    sizes: fc.tuple(fc.integer({ min: 1, max: 3 }), side, side, channels),
    filterSizes: fc.tuple(filterSide, filterSide, channels),
    strides: fc.tuple(stride, stride),
    pad,
  })
  .map(({ sizes, filterSizes: [height, width, outChannels], strides, pad }) => {
    return { x: sizes, filter: [height, width, sizes[3], outChannels], strides, pad } as ConvolutionCase;
  })
  .filter((one) => operandShapes(one).y.every((length) => length > 0));
