// AssemblyScript. Diagonal Gaussians: KL to N(0, 1), and reparameterized samples; s is log σ².

import { address, divideUp, integer, parallel, setInteger } from "./jobs";
import { exp4, expm1_4 } from "./mathematics";
import { all, madd, storeLanes } from "./vector";

/** Elements of a chunk. */
const CHUNK: i32 = 8192;

function start(work: (chunk: i32) => void, a: usize, b: usize, c: usize, out: usize, samples: i32, size: i32): void {
  setInteger(0, <i32>a);
  setInteger(1, <i32>b);
  setInteger(2, <i32>c);
  setInteger(3, <i32>out);
  setInteger(4, samples);
  setInteger(5, size);
  parallel(work, divideUp(size, CHUNK));
}

/** ½(μ² + e^s − 1 − s), elementwise: mean, logVariance [size] → out [size]. */
export function gaussianKl(mean: usize, logVariance: usize, out: usize, size: i32): void {
  start(klChunk, mean, logVariance, 0, out, 1, size);
}

/** ½·dy·(e^s − 1), elementwise: dy, logVariance [size] → out [size]. */
export function gaussianKlLogVarianceGradient(dy: usize, logVariance: usize, out: usize, size: i32): void {
  start(klGradientChunk, dy, logVariance, 0, out, 1, size);
}

/** mean + noise·e^{s/2}: mean, logVariance [size], noise [samples, size] → out [samples, size]. */
export function reparameterize(mean: usize, logVariance: usize, noise: usize, out: usize, samples: i32, size: i32): void {
  start(sampleChunk, mean, logVariance, noise, out, samples, size);
}

/** Σ over samples of dz·noise·½·e^{s/2}: logVariance [size], dz, noise [samples, size] → out [size]. */
export function reparameterizeLogVarianceGradient(dz: usize, logVariance: usize, noise: usize, out: usize, samples: i32, size: i32): void {
  start(sampleGradientChunk, dz, logVariance, noise, out, samples, size);
}

@inline
function endOf(chunk: i32): i32 {
  return min(integer(5), (chunk + 1) * CHUNK);
}

/** e^s − 1 − s, by its series for |s| < ½, where the terms cancel; error 3e-7. */
@inline
function expm1MinusSelf(s: v128): v128 {
  let p = madd(s, all(1.0 / 40320), all(1.0 / 5040));
  p = madd(p, s, all(1.0 / 720));
  p = madd(p, s, all(1.0 / 120));
  p = madd(p, s, all(1.0 / 24));
  p = madd(p, s, all(1.0 / 6));
  p = madd(p, s, all(0.5));
  const near = f32x4.mul(p, f32x4.mul(s, s));
  return v128.bitselect(near, f32x4.sub(expm1_4(s), s), f32x4.lt(f32x4.abs(s), all(0.5)));
}

function klChunk(chunk: i32): void {
  const end = endOf(chunk);
  for (let i = chunk * CHUNK; i < end; i += 4) {
    const at = <usize>(i << 2);
    const mean = v128.load(address(0) + at);
    const sum = madd(mean, mean, expm1MinusSelf(v128.load(address(1) + at)));
    storeLanes(address(3) + at, f32x4.mul(sum, all(0.5)), end - i);
  }
}

function klGradientChunk(chunk: i32): void {
  const end = endOf(chunk);
  for (let i = chunk * CHUNK; i < end; i += 4) {
    const at = <usize>(i << 2);
    const half = f32x4.mul(v128.load(address(0) + at), all(0.5));
    storeLanes(address(3) + at, f32x4.mul(half, expm1_4(v128.load(address(1) + at))), end - i);
  }
}

/** σ = e^{s/2} at byte `at` of the log-variances. */
@inline
function scaleAt(at: usize): v128 {
  return exp4(f32x4.mul(v128.load(address(1) + at), all(0.5)));
}

function sampleChunk(chunk: i32): void {
  const end = endOf(chunk);
  const step = <usize>(integer(5) << 2);
  const last = step * <usize>integer(4);
  for (let i = chunk * CHUNK; i < end; i += 4) {
    const at = <usize>(i << 2);
    const mean = v128.load(address(0) + at);
    const scale = scaleAt(at);
    for (let sample: usize = 0; sample < last; sample += step) {
      const z = madd(v128.load(address(2) + sample + at), scale, mean);
      storeLanes(address(3) + sample + at, z, end - i);
    }
  }
}

function sampleGradientChunk(chunk: i32): void {
  const end = endOf(chunk);
  const step = <usize>(integer(5) << 2);
  const last = step * <usize>integer(4);
  for (let i = chunk * CHUNK; i < end; i += 4) {
    const at = <usize>(i << 2);
    let sum = all(0);
    for (let sample: usize = 0; sample < last; sample += step) {
      sum = madd(v128.load(address(0) + sample + at), v128.load(address(2) + sample + at), sum);
    }
    storeLanes(address(3) + at, f32x4.mul(sum, f32x4.mul(scaleAt(at), all(0.5))), end - i);
  }
}
