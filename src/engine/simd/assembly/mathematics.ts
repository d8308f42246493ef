// AssemblyScript. Elementary functions of four float32 numbers at a time. NaN gives NaN in its own lane and touches no other.
// Errors are relative, half a unit of float32's last place being up to 6e-8, and hold over all normal numbers; what is denormal, a
// result or an argument, may come out as 0.

import { all, madd, nmadd } from "./vector";

/** Adding it rounds a number below 2²² to an integer, which then stands in the low bits. */
const ROUNDER: f32 = 12582912;
const LOG2_E: f32 = 1.44269504;
/** log 2 in two parts, the high one of 10 bits so that its product with an exponent is exact. */
const LN2_HIGH: f32 = 0.693359375;
const LN2_LOW: f32 = -2.12194440e-4;
/** Bits of √½, where mantissas are cut. */
const SQRT_HALF_BITS: i32 = 0x3f3504f3;
const SMALLEST_NORMAL: f32 = 1.17549435e-38;

/** x / log 2 rounded to an integer, plus ROUNDER. */
@inline
function roundedExponent(x: v128): v128 {
  return madd(x, all(LOG2_E), all(ROUNDER));
}

/** x − n·log 2, for n = `rounded` − ROUNDER. */
@inline
function remainder(x: v128, rounded: v128): v128 {
  const n = f32x4.sub(rounded, all(ROUNDER));
  return nmadd(n, all(LN2_LOW), nmadd(n, all(LN2_HIGH), x));
}

/** 2ⁿ⁻¹ for n = `rounded` − ROUNDER in −126 … 128; 0 for n = −126. */
@inline
function halfPower(rounded: v128): v128 {
  // The bits of ROUNDER end in 0x400000, which the shift drops: (n + 126)·2²³ remains.
  return i32x4.shl(i32x4.add(rounded, i32x4.splat(126)), 23);
}

/** e^r − 1 for |r| ≤ ½ log 2: interpolated at Chebyshev nodes, error 2.5e-8 before rounding. */
@inline
function expm1Near0(r: v128): v128 {
  let p = madd(r, all(0.0013926181809984129), all(0.0083631776300044));
  p = madd(p, r, all(0.04166655462788133));
  p = madd(p, r, all(0.1666657699824281));
  p = madd(p, r, all(0.5));
  return madd(p, f32x4.mul(r, r), r);
}

/** e^x. Error 1.2e-7; Infinity where float32 ends (x > 88.72), 0 below 1.7e-38 (x < −86.99): no denormal numbers come out. */
@inline
export function exp4(x: v128): v128 {
  const inside = f32x4.pmax(f32x4.pmin(x, all(88.8)), all(-87.3));
  const rounded = roundedExponent(inside);
  const half = halfPower(rounded);
  const sum = madd(half, expm1Near0(remainder(inside, rounded)), half);
  return f32x4.add(sum, sum);
}

/** e^x − 1. Error 1.5e-7, near 0 too. */
@inline
export function expm1_4(x: v128): v128 {
  const inside = f32x4.pmax(f32x4.pmin(x, all(88.8)), all(-30));
  const rounded = roundedExponent(inside);
  const half = halfPower(rounded);
  const sum = madd(half, expm1Near0(remainder(inside, rounded)), f32x4.sub(half, all(0.5)));
  return f32x4.add(sum, sum);
}

/**
 * log m + k·log 2 + `correction` for m = 1 + f in [√½, √2): FreeBSD's e_logf.c, with s = f / (2 + f) and
 * log(1 + f) = f − f²/2 + s·(f²/2 + R(s²)).
 */
@inline
function logOfParts(f: v128, k: v128, correction: v128): v128 {
  const s = f32x4.div(f, f32x4.add(f, all(2)));
  const z = f32x4.mul(s, s);
  let p = madd(z, all(0.24279078841), all(0.28498786688));
  p = madd(p, z, all(0.40000972152));
  p = madd(p, z, all(0.66666662693));
  const halfSquare = f32x4.mul(f32x4.mul(f, all(0.5)), f);
  const low = madd(s, madd(p, z, halfSquare), madd(k, all(LN2_LOW), correction));
  return madd(k, all(LN2_HIGH), f32x4.add(f32x4.sub(low, halfSquare), f));
}

/** log u + `correction` for a normal, finite u > 0. */
@inline
function logNormal(u: v128, correction: v128): v128 {
  const exponent = i32x4.shr_s(i32x4.sub(u, i32x4.splat(SQRT_HALF_BITS)), 23);
  const mantissa = i32x4.sub(u, i32x4.shl(exponent, 23));
  return logOfParts(f32x4.sub(mantissa, all(1)), f32x4.convert_i32x4_s(exponent), correction);
}

/** What a logarithm is at the ends of its domain: −∞ at 0, ∞ at ∞, NaN below 0; elsewhere `inner`. */
@inline
function withEnds(u: v128, inner: v128): v128 {
  const infinite = f32x4.eq(u, all(Infinity));
  const zero = f32x4.eq(u, all(0));
  const invalid = v128.not(f32x4.ge(u, all(0)));
  return v128.or(v128.bitselect(all(-Infinity), v128.bitselect(u, inner, infinite), zero), invalid);
}

/** log x. Error 1e-7. log 0 = −Infinity, NaN below 0. */
@inline
export function log4(x: v128): v128 {
  const tiny = f32x4.lt(x, all(SMALLEST_NORMAL));
  const scaled = v128.bitselect(f32x4.mul(x, all(8388608)), x, tiny);
  const exponent = i32x4.shr_s(i32x4.sub(scaled, i32x4.splat(SQRT_HALF_BITS)), 23);
  const mantissa = i32x4.sub(scaled, i32x4.shl(exponent, 23));
  const k = f32x4.sub(f32x4.convert_i32x4_s(exponent), v128.and(tiny, all(23)));
  return withEnds(x, logOfParts(f32x4.sub(mantissa, all(1)), k, all(0)));
}

/** log(1 + x). Error 1e-7, near 0 too. −Infinity at −1, NaN below. */
@inline
export function log1p4(x: v128): v128 {
  const u = f32x4.add(x, all(1));
  // log(1 + x) = log u + (what the sum lost) / u, to first order, which is all that float32 holds.
  const lost = f32x4.div(f32x4.sub(x, f32x4.sub(u, all(1))), u);
  return withEnds(u, logNormal(u, lost));
}

/** log(1 + x) for x in [0, 1], as 2·artanh(x / (2 + x)). Error 2e-7, near 0 too. */
@inline
export function log1pOfUnit4(x: v128): v128 {
  const s = f32x4.div(x, f32x4.add(x, all(2)));
  const z = f32x4.mul(s, s);
  let p = madd(z, all(0.2685149806363356), all(0.28236619796257767));
  p = madd(p, z, all(0.4000756064553827));
  p = madd(p, z, all(0.6666664033668606));
  return madd(f32x4.mul(p, z), s, f32x4.add(s, s));
}

/** tanh x = −t / (2 + t) for t = e^{−2x} − 1 and x ≥ 0; odd. Error 2e-7, near 0 too. */
@inline
export function tanh4(x: v128): v128 {
  const magnitude = f32x4.abs(x);
  const t = expm1_4(f32x4.mul(magnitude, all(-2)));
  return v128.bitselect(x, f32x4.div(t, f32x4.add(t, all(2))), all(-0.0));
}

/** 1 / (1 + e^{−x}). Error 2e-7; 0 below −88.72. */
@inline
export function sigmoid4(x: v128): v128 {
  return f32x4.div(all(1), f32x4.add(exp4(f32x4.neg(x)), all(1)));
}

/** log(1 + e^x) = max(x, 0) + log(1 + e^{−|x|}). Error 2.5e-7; 0 below −86.99. */
@inline
export function softplus4(x: v128): v128 {
  const above = f32x4.pmax(x, all(0));
  return f32x4.add(above, log1pOfUnit4(exp4(f32x4.neg(f32x4.abs(x)))));
}

/** cos 2πu for u in [0, 1], error 2e-7 absolute: sin 2πw with w = ¼ − |u − round u|, interpolated at Chebyshev nodes. */
@inline
export function cos2pi4(u: v128): v128 {
  const w = f32x4.sub(all(0.25), f32x4.abs(f32x4.sub(u, f32x4.nearest(u))));
  const z = f32x4.mul(w, w);
  let p = madd(z, all(39.75982708316084), all(-76.5811726440239));
  p = madd(p, z, all(81.60247636891631));
  p = madd(p, z, all(-41.34168061334642));
  p = madd(p, z, all(6.283185280154407));
  return f32x4.mul(p, w);
}
