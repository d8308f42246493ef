import { type KernelConfig, Mean, Sum, type SumAttrs, type TensorInfo, util } from "@tensorflow/tfjs-core";
import { type Names, once } from "../expression";
import { columnSumFunction, innerAxis } from "../glsl/product";
import { layoutOf } from "../layout";
import { type Kernel, lazyKernel } from "../webglKernel";

/** Most texels that one fragment adds up; a longer sum is tfjs's, which takes several draws. */
const MOST_TEXELS = 4096;
/** From so many on a sum has a draw of its own, so that sums of sums are not one fragment's work. */
const LONG = 256;

/** A sum: its shape, the texels that one of it takes, its numbers, and GLSL of a function of the place. */
export interface Reduction {
  name: string;
  shape: number[];
  reads: number;
  ints: number[];
  text(names: Names): string;
}

/** Every number of x, at one texel. ints: texel rows and columns, of a matrix's rows and columns the odd ones, matrices. */
const allText = ({ operands: [x], int, own }: Names): string => `
vec4 ${own}(ivec2 place) {
  float sum = 0.;
  for (int row = 0; row < ${int(0)} * ${int(4)}; row++) {
    bool isLast = ${int(2)} == 1 && row % ${int(0)} == ${int(0)} - 1;
    for (int column = 0; column < ${int(1)}; column++) {
      vec4 p = ${x}(ivec2(column, row));
      vec2 columns = isLast ? p.rg : p.rg + p.ba;
      sum += ${int(3)} == 1 && column == ${int(1)} - 1 ? columns.x : columns.x + columns.y;
    }
  }
  return vec4(sum, 0, 0, 0);
}
`;

/** Σ over the last axis of [S, B, D], at two numbers of B and of S. ints: texels of D, whether D is odd, texel rows of B, S. */
const lastText = ({ operands: [x], int, own }: Names): string => `
vec2 ${own}Rows(ivec2 place, int s) {
  vec4 sum = vec4(0);
  int row = s * ${int(2)} + place.x, column = 0;
  for (; column < ${int(0)} - ${int(1)}; column++) sum += ${x}(ivec2(column, row));
  vec2 rows = sum.rb + sum.ga;
  return ${int(1)} == 1 ? rows + ${x}(ivec2(column, row)).rb : rows;
}
vec4 ${own}(ivec2 place) {
  int s = 2 * place.y;
  return vec4(${own}Rows(place, s), s + 1 < ${int(3)} ? ${own}Rows(place, s + 1) : vec2(0));
}
`;

/** Σ over the first axis of [S, B, D]. ints: S, texel rows of B. */
const firstText = ({ operands: [x], int, own }: Names): string => `
vec4 ${own}(ivec2 place) {
  vec4 sum = vec4(0);
  for (int s = 0; s < ${int(0)}; s++) sum += ${x}(ivec2(place.x, place.y + s * ${int(1)}));
  return sum;
}
`;

/** The sum over the last of up to three axes. */
export function sumOverLast(shape: readonly number[]): Reduction {
  const { batch, columns, width, texelRows } = layoutOf(shape);
  const ints = [...innerAxis(columns), texelRows, batch];
  return { name: "last", shape: shape.slice(0, -1), reads: width * Math.min(2, batch), ints, text: lastText };
}

function sumOverRows([rows, columns]: readonly number[]): Reduction {
  return { name: "rows", shape: [columns], reads: Math.ceil(rows / 2), ints: innerAxis(rows), text: columnSumFunction };
}

/** How these axes are summed in one draw; null where they are not. */
function reductionOf(shape: number[], axes: number[]): Reduction | null {
  const { batch, rows, columns, width, texelRows, height } = layoutOf(shape);
  const rank = shape.length;
  if (axes.length === rank) {
    const reads = width * height;
    return reads > MOST_TEXELS
      ? null
      : { name: "all", shape: [], reads, ints: [texelRows, width, rows % 2, columns % 2, batch], text: allText };
  }
  if (axes.length !== 1) return null;
  if (axes[0] === rank - 1 && rank <= 3) return sumOverLast(shape);
  if (axes[0] === 0 && rank === 3) {
    return { name: "first", shape: shape.slice(1), reads: shape[0], ints: [shape[0], texelRows], text: firstText };
  }
  return axes[0] === 0 && rank === 2 ? sumOverRows(shape) : null;
}

/** The expression of a sum times a factor. */
export function sumExpression(x: TensorInfo, { name, shape, reads, ints, text }: Reduction, factor: number) {
  return {
    key: `sum over ${name}`,
    shape,
    operands: [once(x, reads)],
    ints,
    floats: [factor],
    isApart: reads >= LONG,
    glsl: (names: Names) => ({ functions: text(names), value: `${names.float(0)} * ${names.own}(place)` }),
  };
}

/** The expression of the sum over the rows of a matrix, times a factor. */
export const rowSumExpression = (x: TensorInfo, factor: number) => sumExpression(x, sumOverRows(x.shape), factor);

/** tfjs's sum and mean, in one draw where the axes are all, the first or the last. */
export function reductionKernel(otherwise: KernelConfig): Kernel | null {
  if (otherwise.kernelName !== Sum && otherwise.kernelName !== Mean) return null;
  return lazyKernel<"x", SumAttrs & { keepDims: boolean }>(otherwise, (backend, { x }, { axis, keepDims }) => {
    const axes = util.parseAxisParam(axis, x.shape);
    const count = axes.reduce((product, at) => product * x.shape[at], 1);
    if (x.dtype !== "float32" || keepDims || x.shape.length === 0 || count === 0 || backend.isOnHost(x)) return null;
    const kept = x.shape.filter((_, at) => !axes.includes(at));
    const same = count === 1 ? backend.view(x, kept) : null;
    const reduction = reductionOf(x.shape, axes);
    if (same !== null || reduction === null) return same;
    return sumExpression(x, reduction, otherwise.kernelName === Mean ? 1 / count : 1);
  });
}
