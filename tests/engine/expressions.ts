import {
  add,
  div,
  grads,
  matMul,
  maximum,
  mean,
  minimum,
  mul,
  neg,
  reshape,
  scalar,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
  tensor,
  tidy,
} from "@tensorflow/tfjs-core";
import { dense } from "../../src/engine/operations/dense";
import { product, scattered } from "./numbers";

/** Expressions of tensors of awkward sizes, for an engine's programs to be compared on. */

export interface Expression {
  name: string;
  shapes: number[][];
  of: (...given: Tensor[]) => Tensor;
}

const SIZES: [number, number][] = [
  [1, 1],
  [2, 2],
  [1, 5],
  [5, 1],
  [7, 3],
  [4, 6],
];

/** Tensors added up, each used twice. */
const addedUp = (tensors: Tensor[]): Tensor => tensors.reduce((total, one) => add(mul(total, 0.9), mul(one, one)));

const MANY: Expression[] = [
  { name: "more tensors than a program has textures", shapes: Array.from({ length: 20 }, () => [3, 5]), of: (...given) => addedUp(given) },
  {
    name: "more operations than one program holds",
    shapes: [[3, 5]],
    of: (x) => Array.from({ length: 60 }).reduce((y: Tensor) => add(mul(y, 0.9), x), x),
  },
  {
    name: "what is long and read by several, alone and within sums",
    shapes: [
      [5, 7],
      [7, 5],
    ],
    of: (a, b) => {
      const long = matMul(a, b);
      return add(mul(long, mean(long)), mul(sub(long, sum(long, 0, true)), neg(sqrt(square(long)))));
    },
  },
  {
    name: "one tensor in two shapes",
    shapes: [
      [6, 4],
      [4, 3],
    ],
    of: (x, y) => add(matMul(x, y), matMul(reshape(x, [4, 6]), y, true, false)),
  },
  {
    name: "a sum that keeps its axis, of what is still to be computed",
    shapes: [
      [3, 5],
      [3, 1],
    ],
    of: (x, y) => mul(square(sum(mul(x, x), 1, true)), mul(y, y)),
  },
  {
    name: "other shapes of what is still to be computed",
    shapes: [[1, 6, 4], []],
    of: (x, one) => mul(reshape(reshape(mul(x, one), [6, 4]), [4, 6]), one),
  },
];

export const EXPRESSIONS: Expression[] = [
  ...MANY,
  ...SIZES.flatMap(([rows, columns]): Expression[] => [
    { name: `sum of all, ${rows} × ${columns}`, shapes: [[rows, columns]], of: (x) => sum(square(x)) },
    { name: `mean over rows, ${rows} × ${columns}`, shapes: [[rows, columns]], of: (x) => square(mean(x, 0)) },
    { name: `sum over columns, ${rows} × ${columns}`, shapes: [[rows, columns]], of: (x) => square(sum(x, 1)) },
    {
      name: `products, ${rows} × ${columns}`,
      shapes: [
        [rows, columns],
        [columns, 3],
        [3, columns],
        [rows, 3],
      ],
      of: (a, b, c, d) => add(square(matMul(a, b)), add(matMul(a, c, false, true), matMul(matMul(a, a, false, true), d, true, false))),
    },
    {
      name: `two dense layers from one, ${rows} × ${columns}`,
      shapes: [[rows, columns], [columns, 3], [3], [3, 5], [5], [3, 5]],
      of: (x, w, b, v, c, u) => {
        const hidden = dense(x as Tensor2D, w as Tensor2D, b as never, "tanh");
        return mul(dense(hidden, v as Tensor2D, c as never, "elu"), dense(hidden, u as Tensor2D, c as never, "softplus"));
      },
    },
  ]),
  { name: "sum over the last of three axes", shapes: [[3, 5, 3]], of: (x) => square(sum(x, 2)) },
  { name: "mean over the first of three axes", shapes: [[3, 5, 3]], of: (x) => square(mean(x, 0)) },
  { name: "sum over the first of one", shapes: [[1, 5]], of: (x) => square(sum(x, 0)) },
  { name: "sum of three axes", shapes: [[3, 5, 3]], of: (x) => square(sum(x)) },
  {
    name: "numbers on either side",
    shapes: [[5, 3], []],
    of: (x, one) => sub(div(mul(add(x, one), 3), add(square(one), 1)), mul(one, scalar(2))),
  },
  {
    name: "larger and smaller",
    shapes: [
      [5, 3],
      [5, 3],
    ],
    of: (x, y) => add(mul(maximum(x, y), 2), minimum(x, mul(y, 0.5))),
  },
];

/** The expression's value, then the gradient of the sum of its values by each input. */
export function computed({ shapes, of }: Expression): { value: number[]; gradients: number[][] } {
  const found = tidy(() => {
    const inputs = shapes.map((shape, i) => tensor(scattered(product(shape), i + 1), shape));
    return [of(...inputs), ...grads((...given: Tensor[]) => sum(of(...given)))(inputs)].map((one) => Array.from(one.dataSync()));
  });
  return { value: found[0], gradients: found.slice(1) };
}
