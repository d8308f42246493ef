// AssemblyScript. The continuous Bernoulli log-likelihood of images from logits, and its gradient.

import { startRows } from "./bernoulli";
import { address, integer } from "./jobs";
import { exp4, expm1_4, log4 } from "./mathematics";
import { all, firstLanes, highPair, larger, lowPair, madd, storeLanes } from "./vector";

/** Instead of a logit of 0, whose limits are those of this one. */
const TINY: f32 = 1e-30;

/**
 * Σ x·l − max(l, 0) − log((1 − e^{−|l|})/|l|) over each row, which is x·l − softplus(l) + log(l / tanh(l/2)): logits [rows, pixels],
 * x [batch, pixels] for rows modulo batch → out [rows].
 */
export function continuousBernoulli(logits: usize, x: usize, out: usize, rows: i32, batch: i32, pixels: i32): void {
  startRows(valueChunk, logits, x, 0, out, rows, batch, pixels);
}

/** (x − mean(l))·dy: as `continuousBernoulli`, with dy [rows] → out [rows, pixels]. */
export function continuousBernoulliGradient(
  logits: usize,
  x: usize,
  dy: usize,
  out: usize,
  rows: i32,
  batch: i32,
  pixels: i32,
): void {
  startRows(gradientChunk, logits, x, dy, out, rows, batch, pixels);
}

/** Sums in float64. */
function valueChunk(chunk: i32): void {
  const pixels = integer(6);
  const end = min(integer(4), (chunk + 1) * integer(7));
  for (let row = chunk * integer(7); row < end; row++) {
    const logits = address(0) + <usize>(row * pixels << 2);
    const x = address(1) + <usize>(row % integer(5) * pixels << 2);
    let sum = f64x2.splat(0);
    for (let i = 0; i < pixels; i += 4) {
      const at = <usize>(i << 2);
      let term = logDensity(v128.load(logits + at), v128.load(x + at));
      if (pixels - i < 4) term = firstLanes(term, pixels - i);
      sum = f64x2.add(sum, f64x2.add(lowPair(term), highPair(term)));
    }
    store<f32>(address(3) + <usize>(row << 2), <f32>(f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1)));
  }
}

@inline
function logDensity(l: v128, x: v128): v128 {
  const size = larger(f32x4.abs(l), all(TINY));
  const ratio = f32x4.div(f32x4.neg(expm1_4(f32x4.neg(size))), size);
  return f32x4.sub(f32x4.sub(f32x4.mul(x, l), f32x4.max(l, all(0))), log4(ratio));
}

function gradientChunk(chunk: i32): void {
  const pixels = integer(6);
  const end = min(integer(4), (chunk + 1) * integer(7));
  for (let row = chunk * integer(7); row < end; row++) {
    const logits = address(0) + <usize>(row * pixels << 2);
    const x = address(1) + <usize>(row % integer(5) * pixels << 2);
    const dy = v128.load32_splat(address(2) + <usize>(row << 2));
    const out = address(3) + <usize>(row * pixels << 2);
    for (let i = 0; i < pixels; i += 4) {
      const at = <usize>(i << 2);
      const residual = f32x4.sub(v128.load(x + at), mean(v128.load(logits + at)));
      storeLanes(out + at, f32x4.mul(residual, dy), pixels - i);
    }
  }
}

/** 1/(1 − e^{−l}) − 1/l; to |l| = 1 by its series ½ + l/12 − l³/720 + …, which leaves 6e-10. */
@inline
function mean(l: v128): v128 {
  const square = f32x4.mul(l, l);
  let p = madd(square, all(2.0876756987868100e-8), all(-8.2671957671957672e-7));
  p = madd(p, square, all(3.3068783068783069e-5));
  p = madd(p, square, all(-1.3888888888888889e-3));
  p = madd(p, square, all(0.083333333333333333));
  const near = madd(p, l, all(0.5));
  const size = f32x4.abs(l);
  const above = f32x4.sub(f32x4.div(all(1), f32x4.sub(all(1), exp4(f32x4.neg(size)))), f32x4.div(all(1), size));
  const far = v128.bitselect(f32x4.sub(all(1), above), above, f32x4.lt(l, all(0)));
  return v128.bitselect(near, far, f32x4.lt(size, all(1)));
}
