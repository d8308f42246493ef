import { spreadKernel as composed } from "../../composed/spread";
import type { SpreadAttributes } from "../../operations/spread";
import { layoutOf } from "../layout";
import type { Shader } from "../shader";
import { webglKernel } from "../webglKernel";

/** GLSL. The texel of dy, by the axes over which it is repeated. ints: texel rows of a matrix. */
const FROM = {
  one: "vec4(texelFetch(dy, ivec2(0), 0).r)",
  number: "vec4(floats[1])",
  last: "lastAt()",
  first: "texelFetch(dy, ivec2(at.x, at.y % ints[0]), 0)",
  rows: "texelFetch(dy, ivec2(at.x, 0), 0).rgrg",
} as const;

/** dy [S, B] for [S, B, D]: two rows of B stand side by side in dy, those of an odd s in the lower half. */
const LAST_AT = `
vec4 lastAt() {
  int s = at.y / ints[0];
  vec4 p = texelFetch(dy, ivec2(at.y % ints[0], s / 2), 0);
  return s % 2 == 0 ? p.rrgg : p.bbaa;
}`;

const spreadShader = (from: keyof typeof FROM): Shader => ({
  key: `spread ${from}`,
  inputs: from === "number" ? [] : ["dy"],
  body: `${from === "last" ? LAST_AT : ""}
void main() { out0 = floats[0] * ${FROM[from]}; }`,
});

function sourceOf(shape: readonly number[], axes: readonly number[]): keyof typeof FROM | null {
  const rank = shape.length;
  if (axes.length === rank) return "one";
  if (axes.length !== 1) return null;
  if (axes[0] === rank - 1) return rank <= 3 ? "last" : null;
  if (axes[0] !== 0) return null;
  return rank === 2 ? "rows" : rank === 3 ? "first" : null;
}

export const spreadKernel = webglKernel<"dy", SpreadAttributes>(composed, (backend, { dy }, { shape, axes, divisor }) => {
  const kept = shape.filter((_, axis) => !axes.includes(axis));
  const given = { dataId: dy.dataId, dtype: dy.dtype, shape: kept };
  const count = axes.reduce((product, axis) => product * shape[axis], 1);
  const same = count === 1 && divisor === 1 ? backend.view(given, shape) : null;
  const source = sourceOf(shape, axes);
  if (same !== null || source === null) return same;
  const value = source === "one" ? backend.hostScalar(dy) : null;
  const inputs = value === null ? [given] : [];
  const shader = spreadShader(value === null ? source : "number");
  return backend.compute({ shader, inputs, shape, ints: [layoutOf(shape).texelRows], floats: [1 / divisor, value ?? 0] });
});
