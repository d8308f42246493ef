// AssemblyScript. The Bernoulli log-likelihood of images from logits, and its gradient.

import { address, divideUp, integer, parallel, setInteger } from "./jobs";
import { exp4, sigmoid4 } from "./mathematics";
import { firstLanes, highPair, lowPair, storeLanes } from "./vector";

/** Pixels of a chunk, in whole rows. */
const CHUNK_PIXELS: i32 = 8192;
/** Pixels whose factors 1 + e^{−|l|}, each at most 2, are multiplied before a logarithm is taken: float64 ends at 2¹⁰²⁴. */
const RUN: i32 = 1000;

/** Goes over rows of logits, and rows of x modulo batch, in chunks; the arguments are the work's integers 0 … 6, then the rows of a chunk. */
export function startRows(
  work: (chunk: i32) => void,
  logits: usize,
  x: usize,
  dy: usize,
  out: usize,
  rows: i32,
  batch: i32,
  pixels: i32,
): void {
  const rowsOfChunk = max(1, CHUNK_PIXELS / max(1, pixels));
  setInteger(0, <i32>logits);
  setInteger(1, <i32>x);
  setInteger(2, <i32>dy);
  setInteger(3, <i32>out);
  setInteger(4, rows);
  setInteger(5, batch);
  setInteger(6, pixels);
  setInteger(7, rowsOfChunk);
  parallel(work, divideUp(rows, rowsOfChunk));
}

/** Σ x·l − softplus(l) over each row: logits [rows, pixels], x [batch, pixels] for rows modulo batch → out [rows]. */
export function bernoulli(logits: usize, x: usize, out: usize, rows: i32, batch: i32, pixels: i32): void {
  startRows(valueChunk, logits, x, 0, out, rows, batch, pixels);
}

/** (x − σ(l))·dy: as `bernoulli`, with dy [rows] → out [rows, pixels]. */
export function bernoulliGradient(logits: usize, x: usize, dy: usize, out: usize, rows: i32, batch: i32, pixels: i32): void {
  startRows(gradientChunk, logits, x, dy, out, rows, batch, pixels);
}

function valueChunk(chunk: i32): void {
  const pixels = integer(6);
  const end = min(integer(4), (chunk + 1) * integer(7));
  for (let row = chunk * integer(7); row < end; row++) {
    const logits = address(0) + <usize>(row * pixels << 2);
    const x = address(1) + <usize>(row % integer(5) * pixels << 2);
    let sum: f64 = 0;
    for (let from = 0; from < pixels; from += RUN) {
      sum += runOfPixels(logits + <usize>(from << 2), x + <usize>(from << 2), min(RUN, pixels - from));
    }
    store<f32>(address(3) + <usize>(row << 2), <f32>sum);
  }
}

/** Sums in float64. The logarithms of all pixels are one logarithm of a product. */
function runOfPixels(logits: usize, x: usize, count: i32): f64 {
  const one = f64x2.splat(1);
  let linear = f64x2.splat(0);
  let productLow = one;
  let productHigh = one;
  for (let i = 0; i < count; i += 4) {
    const l = v128.load(logits + <usize>(i << 2));
    let term = f32x4.sub(f32x4.mul(v128.load(x + <usize>(i << 2)), l), f32x4.max(l, f32x4.splat(0)));
    let e = exp4(f32x4.neg(f32x4.abs(l)));
    if (count - i < 4) {
      term = firstLanes(term, count - i);
      e = firstLanes(e, count - i);
    }
    linear = f64x2.add(linear, f64x2.add(lowPair(term), highPair(term)));
    productLow = f64x2.mul(productLow, f64x2.add(lowPair(e), one));
    productHigh = f64x2.mul(productHigh, f64x2.add(highPair(e), one));
  }
  const product = f64x2.mul(productLow, productHigh);
  const logarithm = logFromOne(f64x2.extract_lane(product, 0) * f64x2.extract_lane(product, 1));
  return f64x2.extract_lane(linear, 0) + f64x2.extract_lane(linear, 1) - logarithm;
}

/**
 * log p for finite p ≥ 1, and NaN for NaN: k·log 2 + 2·artanh(s) with p = 2ᵏ·m, m in [√½, √2) and s = (m − 1)/(m + 1); ten terms of the
 * series leave 2e-17.
 */
function logFromOne(p: f64): f64 {
  if (!(p < Infinity)) return p;
  const bits = reinterpret<i64>(p);
  const exponent = (bits - 0x3fe6a09e667f3bcd) >> 52;
  const mantissa = reinterpret<f64>(bits - (exponent << 52));
  const s = (mantissa - 1) / (mantissa + 1);
  const z = s * s;
  let series = 0.0;
  for (let n = 19; n > 0; n -= 2) series = series * z + 2 / <f64>n;
  return <f64>exponent * 0.6931471805599453 + series * s;
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
      const residual = f32x4.sub(v128.load(x + at), sigmoid4(v128.load(logits + at)));
      storeLanes(out + at, f32x4.mul(residual, dy), pixels - i);
    }
  }
}
