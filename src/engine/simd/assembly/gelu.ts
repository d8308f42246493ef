// AssemblyScript. x·Φ(x) and its derivative, with the tail exact to float32; the fit of erfc is ../../operations/erfcCoefficients.ts.

import { address, divideUp, integer, parallel, setInteger } from "./jobs";
import { exp4 } from "./mathematics";
import { all, madd, storeLanes } from "./vector";

/** Elements of a chunk. */
const CHUNK: i32 = 8192;

function start(work: (chunk: i32) => void, dy: usize, x: usize, out: usize, size: i32): void {
  setInteger(0, <i32>dy);
  setInteger(1, <i32>x);
  setInteger(2, <i32>out);
  setInteger(3, size);
  parallel(work, divideUp(size, CHUNK));
}

/** x·Φ(x), elementwise. */
export function gelu(x: usize, out: usize, size: i32): void {
  start(valueChunk, 0, x, out, size);
}

/** dy·(Φ(x) + x·φ(x)), elementwise. */
export function geluGradient(dy: usize, x: usize, out: usize, size: i32): void {
  start(gradientChunk, dy, x, out, size);
}

/**
 * e^{−x²/2} for 0 ≤ x ≤ 40. x² is not rounded: x = h + (x − h) with 12 bits in h, so that h² is exact, and of the rest's exponent
 * d = (x − h)(x + h)/2, below 0.1 wherever the result is not zero, five terms of the series are enough.
 */
@inline
function bell(x: v128): v128 {
  const h = v128.and(x, i32x4.splat(0xfffff000));
  const d = f32x4.mul(f32x4.mul(f32x4.sub(h, x), f32x4.add(x, h)), all(0.5));
  let series = madd(d, all(1.0 / 120), all(1.0 / 24));
  series = madd(series, d, all(1.0 / 6));
  series = madd(series, d, all(0.5));
  series = madd(series, d, all(1));
  series = madd(series, d, all(1));
  return f32x4.mul(exp4(f32x4.mul(f32x4.mul(h, h), all(-0.5))), series);
}

/** The magnitude of x up to 40, past which float32 has nothing of the tail; NaN stays. */
@inline
function magnitude(x: v128): v128 {
  return f32x4.min(f32x4.abs(x), all(40));
}

/** Φ(x) from |x| and e^{−x²/2}: its tail is ½·t·e^{P(t)}·e^{−x²/2} with t = 1/(1 + |x|/√8). */
@inline
function normalCdf(x: v128, size: v128, density: v128): v128 {
  const t = f32x4.div(all(1), madd(size, all(0.35355339059327373), all(1)));
  let p = madd(t, all(0.15217128241012717), all(-0.7201575477142226));
  p = madd(p, t, all(1.248985030005799));
  p = madd(p, t, all(-0.818536589694705));
  p = madd(p, t, all(0.020350489678620853));
  p = madd(p, t, all(-0.05186151704822106));
  p = madd(p, t, all(0.0525327000541182));
  p = madd(p, t, all(0.38292455362309075));
  p = madd(p, t, all(0.9990604091967222));
  p = madd(p, t, all(-1.2654687578473254));
  const tail = f32x4.mul(f32x4.mul(f32x4.mul(t, all(0.5)), exp4(p)), density);
  return v128.bitselect(tail, f32x4.sub(all(1), tail), f32x4.lt(x, all(0)));
}

function valueChunk(chunk: i32): void {
  const end = min(integer(3), (chunk + 1) * CHUNK);
  for (let i = chunk * CHUNK; i < end; i += 4) {
    const at = <usize>(i << 2);
    const x = v128.load(address(1) + at);
    const size = magnitude(x);
    storeLanes(address(2) + at, f32x4.mul(x, normalCdf(x, size, bell(size))), end - i);
  }
}

function gradientChunk(chunk: i32): void {
  const end = min(integer(3), (chunk + 1) * CHUNK);
  for (let i = chunk * CHUNK; i < end; i += 4) {
    const at = <usize>(i << 2);
    const x = v128.load(address(1) + at);
    const size = magnitude(x);
    const density = bell(size);
    const derivative = madd(f32x4.mul(x, all(0.3989422804014327)), density, normalCdf(x, size, density));
    storeLanes(address(2) + at, f32x4.mul(v128.load(address(0) + at), derivative), end - i);
  }
}
