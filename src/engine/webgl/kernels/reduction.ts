import { type KernelConfig, Mean, Sum, type SumAttrs, util } from "@tensorflow/tfjs-core";
import { COLUMN_SUM, innerAxis } from "../glsl/product";
import { layoutOf } from "../layout";
import type { Shader } from "../shader";
import type { Draw } from "../webglBackend";
import { webglKernel } from "../webglKernel";

/** Most texels that one fragment adds up; a longer sum is tfjs's, which takes several draws. */
const LONGEST = 4096;

/** ints: texel rows and columns, of a matrix's rows and columns the odd ones, matrices. Every number of x, at one texel. */
const ALL: Shader = {
  key: "sum of all",
  inputs: ["x"],
  body: `
void main() {
  float sum = 0.;
  for (int row = 0; row < ints[0] * ints[4]; row++) {
    bool isLast = ints[2] == 1 && row % ints[0] == ints[0] - 1;
    for (int column = 0; column < ints[1]; column++) {
      vec4 p = texelFetch(x, ivec2(column, row), 0);
      vec2 columns = isLast ? p.rg : p.rg + p.ba;
      sum += ints[3] == 1 && column == ints[1] - 1 ? columns.x : columns.x + columns.y;
    }
  }
  out0 = vec4(sum * floats[0], 0, 0, 0);
}`,
};

/** Σ over the last axis of [S, B, D], at two numbers of B and of S. ints: texels of D, whether D is odd, texel rows of B, S. */
const LAST: Shader = {
  key: "sum over the last axis",
  inputs: ["x"],
  body: `
vec2 rowsAt(int s) {
  vec4 sum = vec4(0);
  int row = s * ints[2] + at.x, column = 0;
  for (; column < ints[0] - ints[1]; column++) sum += texelFetch(x, ivec2(column, row), 0);
  vec2 rows = sum.rb + sum.ga;
  return ints[1] == 1 ? rows + texelFetch(x, ivec2(column, row), 0).rb : rows;
}
void main() {
  int s = 2 * at.y;
  out0 = floats[0] * vec4(rowsAt(s), s + 1 < ints[3] ? rowsAt(s + 1) : vec2(0));
}`,
};

/** Σ over the first axis of [S, B, D]. ints: S, texel rows of B. */
const BATCH: Shader = {
  key: "sum over the first axis",
  inputs: ["x"],
  body: `
void main() {
  vec4 sum = vec4(0);
  for (int s = 0; s < ints[0]; s++) sum += texelFetch(x, ivec2(at.x, at.y + s * ints[1]), 0);
  out0 = floats[0] * sum;
}`,
};

const ROWS: Shader = { key: "sum over rows", inputs: ["x"], body: `${COLUMN_SUM}\nvoid main() { out0 = floats[0] * columnSumAt(); }` };

type Reduction = Pick<Draw, "shader" | "shape" | "ints">;

/** The sum over the last of up to three axes. */
export function sumOverLast(shape: readonly number[]): Reduction {
  const { batch, columns, texelRows } = layoutOf(shape);
  return { shader: LAST, shape: shape.slice(0, -1), ints: [...innerAxis(columns), texelRows, batch] };
}

/** How these axes are summed in one draw; null where they are not. */
function reductionOf(shape: number[], axes: number[]): Reduction | null {
  const { batch, rows, columns, width, texelRows, height } = layoutOf(shape);
  const rank = shape.length;
  if (axes.length === rank) {
    return width * height > LONGEST ? null : { shader: ALL, shape: [], ints: [texelRows, width, rows % 2, columns % 2, batch] };
  }
  if (axes.length !== 1) return null;
  if (axes[0] === rank - 1 && rank <= 3) return sumOverLast(shape);
  if (axes[0] === 0 && rank === 3) return { shader: BATCH, shape: shape.slice(1), ints: [shape[0], texelRows] };
  return axes[0] === 0 && rank === 2 ? { shader: ROWS, shape: [columns], ints: innerAxis(rows) } : null;
}

/** tfjs's sum and mean, in one draw where the axes are all, the first or the last. */
export function reductionKernel(otherwise: KernelConfig) {
  if (otherwise.kernelName !== Sum && otherwise.kernelName !== Mean) return null;
  return webglKernel<"x", SumAttrs & { keepDims: boolean }>(otherwise, (backend, { x }, { axis, keepDims }) => {
    const axes = util.parseAxisParam(axis, x.shape);
    const count = axes.reduce((product, at) => product * x.shape[at], 1);
    if (x.dtype !== "float32" || keepDims || x.shape.length === 0 || count === 0 || backend.isOnHost(x)) return null;
    const kept = x.shape.filter((_, at) => !axes.includes(at));
    const same = count === 1 ? backend.view(x, kept) : null;
    if (same !== null) return same;
    const reduction = reductionOf(x.shape, axes);
    const floats = [otherwise.kernelName === Mean ? 1 / count : 1];
    return reduction && backend.compute({ ...reduction, inputs: [x], floats });
  });
}
