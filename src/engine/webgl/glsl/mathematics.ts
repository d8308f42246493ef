/**
 * GLSL. Elementary functions to float32's last places whatever the driver's own are worth; as simd/assembly/mathematics.ts, which states
 * the errors. NaN stays NaN.
 */
export const MATHEMATICS = `
vec4 expm1v(vec4 x) {
  vec4 p = ((((.0013926181809984129 * x + .0083631776300044) * x + .04166655462788133) * x + .1666657699824281) * x + .5) * x * x + x;
  return mix(exp(x) - 1., p, lessThan(abs(x), vec4(.34)));
}
vec4 softplusv(vec4 x) { return max(x, 0.) + log(1. + exp(-abs(x))); }
vec4 sigmoidv(vec4 x) { return 1. / (1. + exp(-x)); }
vec4 tanhv(vec4 x) { vec4 t = exp(-2. * abs(x)); return sign(x) * (1. - t) / (1. + t); }`;

/** GLSL. pcg3d of numeric/random.ts at (element, step, stream), its first word alone, and N(0, 1) from the first two. */
export const RANDOM = `
uvec3 pcg3d(uvec3 v) {
  v = v * 1664525u + 1013904223u;
  v.x += v.y * v.z; v.y += v.z * v.x; v.z += v.x * v.y;
  v ^= v >> 16u;
  v.x += v.y * v.z; v.y += v.z * v.x; v.z += v.x * v.y;
  return v;
}
float fromNearerEnd(uint word) {
  uint steps = ((word >> 31u) == 1u ? ~word : word) >> 8u;
  return (float(steps << 1u) + 1.) * (1. / 33554432.);
}
float logOfMantissa(float f, float k) {
  float s = f / (f + 2.), z = s * s, h = .5 * f * f;
  float p = ((.24279078841 * z + .28498786688) * z + .40000972152) * z + .66666662693;
  return k * .693359375 + (f - (h - s * (h + z * p) + k * 2.12194440e-4));
}
float logUnit(float u) {
  int bits = floatBitsToInt(u), exponent = (bits - 0x3f3504f3) >> 23;
  return logOfMantissa(intBitsToFloat(bits - (exponent << 23)) - 1., float(exponent));
}
float cosOfTurn(float u) {
  float w = .25 - u, z = w * w;
  return w * ((((39.75982708316084 * z - 76.5811726440239) * z + 81.60247636891631) * z - 41.34168061334642) * z + 6.283185280154407);
}
float normalAt(uint element, uint step, uint stream) {
  uvec3 words = pcg3d(uvec3(element, step, stream));
  float u = fromNearerEnd(words.x);
  bool isUpper = (words.x >> 31u) == 1u;
  float logarithm = isUpper ? (u < .29 ? logOfMantissa(-u, 0.) : logUnit(1. - u)) : logUnit(u);
  return sqrt(-2. * logarithm) * cosOfTurn(fromNearerEnd(words.y));
}`;
