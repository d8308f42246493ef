import type { Names } from "../expression";

/** Its numbers, for an inner axis of this length: texels, and 1 where the last is half empty. */
export const innerAxis = (length: number): number[] => [Math.ceil(length / 2), length % 2];

/**
 * GLSL. A function of the place: the texel of a·b, either transposed, whose inner axis the first two numbers are of. What lies in the empty half
 * of an inner axis is not read, for it may be anything.
 */
export function productFunction({ operands, int, own }: Names, transposeA: boolean, transposeB: boolean): string {
  const [a, b] = operands;
  const p = transposeA ? `${a}(ivec2(place.y, k)).rbga` : `${a}(ivec2(k, place.y))`;
  const q = transposeB ? `${b}(ivec2(k, place.x)).rbga` : `${b}(ivec2(place.x, k))`;
  return `
vec4 ${own}(ivec2 place) {
  vec4 sum = vec4(0);
  int k = 0;
  for (; k < ${int(0)} - ${int(1)}; k++) {
    vec4 p = ${p}, q = ${q};
    sum += p.rrbb * q.rgrg + p.ggaa * q.baba;
  }
  if (${int(1)} == 1) sum += ${p}.rrbb * ${q}.rgrg;
  return sum;
}
`;
}

/** GLSL. A function of the place: Σ over rows of x [n, m], whose first axis the first two numbers are of, as a texel of a vector. */
export function columnSumFunction({ operands: [x], int, own }: Names): string {
  return `
vec4 ${own}(ivec2 place) {
  vec2 sum = vec2(0);
  int k = 0;
  for (; k < ${int(0)} - ${int(1)}; k++) {
    vec4 p = ${x}(ivec2(place.x, k));
    sum += p.rg + p.ba;
  }
  if (${int(1)} == 1) sum += ${x}(ivec2(place.x, k)).rg;
  return vec4(sum, 0, 0);
}
`;
}
