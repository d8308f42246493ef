/**
 * GLSL. The texel `at` of a·b, either transposed: `ints[0]` texels of the inner axis, the last half empty where `ints[1]` is 1. What lies in
 * that half is not read, for it may be anything.
 */
export function productAt(transposeA: boolean, transposeB: boolean): string {
  const a = transposeA ? "texelFetch(a, ivec2(at.y, k), 0).rbga" : "texelFetch(a, ivec2(k, at.y), 0)";
  const b = transposeB ? "texelFetch(b, ivec2(k, at.x), 0).rbga" : "texelFetch(b, ivec2(at.x, k), 0)";
  return `
vec4 productAt() {
  vec4 sum = vec4(0);
  int k = 0;
  for (; k < ints[0] - ints[1]; k++) {
    vec4 p = ${a}, q = ${b};
    sum += p.rrbb * q.rgrg + p.ggaa * q.baba;
  }
  if (ints[1] == 1) sum += ${a}.rrbb * ${b}.rgrg;
  return sum;
}`;
}

/** Its numbers, for an inner axis of this length. */
export const innerAxis = (length: number): number[] => [Math.ceil(length / 2), length % 2];

/** GLSL. The texel of Σ over rows of x [n, m], as a vector: `ints[0]` and `ints[1]` are of the axis of rows. */
export const COLUMN_SUM = `
vec4 columnSumAt() {
  vec2 sum = vec2(0);
  int k = 0;
  for (; k < ints[0] - ints[1]; k++) {
    vec4 p = texelFetch(x, ivec2(at.x, k), 0);
    sum += p.rg + p.ba;
  }
  if (ints[1] == 1) sum += texelFetch(x, ivec2(at.x, k), 0).rg;
  return vec4(sum, 0, 0);
}`;
