// AssemblyScript. The generator of ../../../numeric/random.ts, pcg3d (Jarzynski & Olano, 2020), four elements at a time.

import { address, divideUp, integer, parallel, setInteger } from "./jobs";
import { cos2pi4, log1p4, log4 } from "./mathematics";
import { storeLanes } from "./vector";

/** Normal numbers of a chunk. */
const CHUNK: i32 = 4096;

@inline
function seeded(word: v128): v128 {
  return i32x4.add(i32x4.mul(word, i32x4.splat(1664525)), i32x4.splat(1013904223));
}

@inline
function scrambled(word: v128): v128 {
  return v128.xor(word, i32x4.shr_u(word, 16));
}

@inline
function multiplyAdd(a: v128, b: v128, sum: v128): v128 {
  return i32x4.add(sum, i32x4.mul(a, b));
}

/** The first words of pcg3d at element indices `first` … `first` + 3. */
@inline
export function wordsX(first: i32, step: i32, streamId: i32): v128 {
  let x = seeded(i32x4.add(i32x4.splat(first), i32x4(0, 1, 2, 3)));
  let y = seeded(i32x4.splat(step));
  let z = seeded(i32x4.splat(streamId));
  x = multiplyAdd(y, z, x);
  y = multiplyAdd(z, x, y);
  z = multiplyAdd(x, y, z);
  return multiplyAdd(scrambled(y), scrambled(z), scrambled(x));
}

/** √(−2 ln u₁)·cos(2π u₂) at element indices `first` … `first` + 3, u₁ and u₂ from the first and second words. */
function normals4(first: i32, step: i32, streamId: i32): v128 {
  let x = seeded(i32x4.add(i32x4.splat(first), i32x4(0, 1, 2, 3)));
  let y = seeded(i32x4.splat(step));
  let z = seeded(i32x4.splat(streamId));
  x = multiplyAdd(y, z, x);
  y = multiplyAdd(z, x, y);
  z = multiplyAdd(x, y, z);
  z = scrambled(z);
  y = scrambled(y);
  x = multiplyAdd(y, z, scrambled(x));
  y = multiplyAdd(z, x, y);
  const u = fromNearerEnd(x);
  const logarithm = v128.bitselect(log1p4(f32x4.neg(u)), log4(u), isUpperHalf(x));
  // cos(2πu) = cos(2π(1 − u)), so that it does not matter from which end u₂ is counted.
  return f32x4.mul(f32x4.sqrt(f32x4.mul(logarithm, f32x4.splat(-2))), cos2pi4(fromNearerEnd(y)));
}

/** Where u = ((word >> 8) + ½)·2⁻²⁴ is above ½. */
@inline
function isUpperHalf(word: v128): v128 {
  return i32x4.lt_s(word, i32x4.splat(0));
}

/** u, or 1 − u where u is above ½: the lesser of the two, which float32 holds exactly. */
@inline
function fromNearerEnd(word: v128): v128 {
  const steps = i32x4.shr_u(v128.xor(word, isUpperHalf(word)), 8);
  return f32x4.mul(f32x4.add(f32x4.convert_i32x4_s(i32x4.shl(steps, 1)), f32x4.splat(1)), f32x4.splat(<f32>(1.0 / 33554432.0)));
}

/** `count` independent N(0, 1) at `out`, those of element indices `first` … `first` + count − 1. */
export function standardNormal(out: usize, count: i32, first: i32, step: i32, streamId: i32): void {
  setInteger(0, <i32>out);
  setInteger(1, count);
  setInteger(2, first);
  setInteger(3, step);
  setInteger(4, streamId);
  parallel(normalChunk, divideUp(count, CHUNK));
}

function normalChunk(chunk: i32): void {
  const end = min(integer(1), (chunk + 1) * CHUNK);
  for (let i = chunk * CHUNK; i < end; i += 4) {
    const values = normals4(integer(2) + i, integer(3), integer(4));
    storeLanes(address(0) + (<usize>i << 2), values, end - i);
  }
}
