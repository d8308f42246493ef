/** GLSL. One product's part of the texel: the sum over its inner axis, of `ints[first]` texels, the last half empty where `ints[first + 1]` is 1. */
function term(name: string, first: number, transposeA: boolean, transposeB: boolean): string {
  const a = transposeA ? `texelFetch(a${name}, ivec2(at.y, k), 0).rbga` : `texelFetch(a${name}, ivec2(k, at.y), 0)`;
  const b = transposeB ? `texelFetch(b${name}, ivec2(k, at.x), 0).rbga` : `texelFetch(b${name}, ivec2(at.x, k), 0)`;
  return `
  for (k = 0; k < ints[${first}] - ints[${first + 1}]; k++) {
    vec4 p = ${a}, q = ${b};
    sum += p.rrbb * q.rgrg + p.ggaa * q.baba;
  }
  if (ints[${first + 1}] == 1) sum += ${a}.rrbb * ${b}.rgrg;`;
}

/**
 * GLSL. The texel `at` of a·b, or of a·b + a2·b2, either transposed. What lies in the empty half of an inner axis is not read, for it may be
 * anything.
 */
export function productAt(transposeA: boolean, transposeB: boolean, terms: number): string {
  return `
vec4 productAt() {
  vec4 sum = vec4(0);
  int k;${PRODUCT_NAMES.slice(0, terms)
    .map((name, i) => term(name, 2 * i, transposeA, transposeB))
    .join("")}
  return sum;
}`;
}

/** What is put after `a` and `b` in the samplers of each product of a sum. */
export const PRODUCT_NAMES = ["", "2"];

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
