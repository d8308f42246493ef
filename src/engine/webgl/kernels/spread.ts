import { spreadKernel as composed } from "../../composed/spread";
import type { SpreadAttributes } from "../../operations/spread";
import { type Expression, type Names, repeated } from "../expression";
import { layoutOf } from "../layout";
import { lazyKernel } from "../webglKernel";

/** dy [S, B] for [S, B, D]: two rows of B stand side by side in dy, those of an odd s in the lower half. */
const lastFunction = ({ operands: [dy], int, own }: Names): string => `
vec4 ${own}(ivec2 place) {
  int s = place.y / ${int(0)};
  vec4 p = ${dy}(ivec2(place.y % ${int(0)}, s / 2));
  return s % 2 == 0 ? p.rrgg : p.bbaa;
}
`;

/** GLSL of the texel of dy, by the axes over which it is repeated. */
const FROM = {
  one: ({ operands: [dy] }) => `${dy}(ivec2(0)).rrrr`,
  last: (names) => ({ functions: lastFunction(names), value: `${names.own}(place)` }),
  first: ({ operands: [dy], int }) => `${dy}(ivec2(place.x, place.y % ${int(0)}))`,
  rows: ({ operands: [dy] }) => `${dy}(ivec2(place.x, 0)).rgrg`,
} as const satisfies Record<string, Expression["glsl"]>;

function sourceOf(shape: readonly number[], axes: readonly number[]): keyof typeof FROM | null {
  const rank = shape.length;
  if (axes.length === rank) return "one";
  if (axes.length !== 1) return null;
  if (axes[0] === rank - 1) return rank <= 3 ? "last" : null;
  if (axes[0] !== 0) return null;
  return rank === 2 ? "rows" : rank === 3 ? "first" : null;
}

function scaled(glsl: ReturnType<Expression["glsl"]>, factor: string): ReturnType<Expression["glsl"]> {
  return typeof glsl === "string" ? `${factor} * ${glsl}` : { ...glsl, value: `${factor} * ${glsl.value}` };
}

export const spreadKernel = lazyKernel<"dy", SpreadAttributes>(composed, (backend, { dy }, { shape, axes, divisor }) => {
  const kept = shape.filter((_, axis) => !axes.includes(axis));
  const given = { dataId: dy.dataId, dtype: dy.dtype, shape: kept };
  const count = axes.reduce((product, axis) => product * shape[axis], 1);
  const same = count === 1 && divisor === 1 ? backend.view(given, shape) : null;
  const from = sourceOf(shape, axes);
  if (same !== null || from === null) return same;
  return {
    key: `spread ${from}`,
    shape,
    operands: [repeated(given)],
    ints: [layoutOf(shape).texelRows],
    floats: [1 / divisor],
    glsl: (names) => scaled(FROM[from](names), names.float(0)),
  };
});
