// AssemblyScript. Adam's update of all parameters in one job and one pass over memory.

import { address, divideUp, float, parallel, setFloat, setInteger } from "./jobs";
import { madd, storeLanes } from "./vector";

/** Elements of a chunk; a chunk lies within one parameter. */
const CHUNK: i32 = 8192;

/** Where an entry of the table has what: seven addresses and the number of elements, each of 4 bytes. */
const PARAMETER: usize = 0;
const GRADIENT: usize = 4;
const FIRST: usize = 8;
const SECOND: usize = 12;
const NEW_PARAMETER: usize = 16;
const NEW_FIRST: usize = 20;
const NEW_SECOND: usize = 24;
const SIZE: usize = 28;
const ENTRY_BYTES: usize = 32;

/**
 * m ← m + (1 − β₁)(s·g − m), v ← v + (1 − β₂)((s·g)² − v), θ ← θ − stepSize · m / (√v / secondCorrection + ε) for each entry of
 * `table`, s the number at `scale`. New places may be the old ones. In this form a rounded 1 − β moves no moment's resting point.
 */
export function adam(
  table: usize, entries: i32, scale: usize, beta1: f64, beta2: f64, epsilon: f64, stepSize: f64, secondCorrection: f64,
): void {
  setInteger(0, <i32>table);
  setFloat(0, <f64>load<f32>(scale));
  setFloat(1, 1 - beta1);
  setFloat(2, 1 - beta2);
  setFloat(3, epsilon);
  setFloat(4, stepSize);
  setFloat(5, 1 / secondCorrection);
  let chunks = 0;
  for (let i = 0; i < entries; i++) chunks += divideUp(load<i32>(table + <usize>i * ENTRY_BYTES, SIZE), CHUNK);
  parallel(updateChunk, chunks);
}

function updateChunk(chunk: i32): void {
  let entry = address(0);
  for (;;) {
    const size = load<i32>(entry, SIZE);
    const chunks = divideUp(size, CHUNK);
    if (chunk < chunks) {
      updateRange(entry, chunk * CHUNK, min(size, (chunk + 1) * CHUNK));
      return;
    }
    chunk -= chunks;
    entry += ENTRY_BYTES;
  }
}

/** Elements `from` … `to` − 1 of one parameter; all four are read before any is written. */
function updateRange(entry: usize, from: i32, to: i32): void {
  const scale = f32x4.splat(<f32>float(0));
  const firstRate = f32x4.splat(<f32>float(1));
  const secondRate = f32x4.splat(<f32>float(2));
  const epsilon = f32x4.splat(<f32>float(3));
  const stepSize = f32x4.splat(<f32>float(4));
  const inverseCorrection = f32x4.splat(<f32>float(5));
  for (let i = from; i < to; i += 4) {
    const at = <usize>i << 2;
    const g = f32x4.mul(v128.load(<usize>load<u32>(entry, GRADIENT) + at), scale);
    const oldFirst = v128.load(<usize>load<u32>(entry, FIRST) + at);
    const oldSecond = v128.load(<usize>load<u32>(entry, SECOND) + at);
    const first = madd(firstRate, f32x4.sub(g, oldFirst), oldFirst);
    const second = madd(secondRate, f32x4.sub(f32x4.mul(g, g), oldSecond), oldSecond);
    const step = f32x4.div(f32x4.mul(stepSize, first), madd(f32x4.sqrt(second), inverseCorrection, epsilon));
    const parameter = f32x4.sub(v128.load(<usize>load<u32>(entry, PARAMETER) + at), step);
    storeLanes(<usize>load<u32>(entry, NEW_PARAMETER) + at, parameter, to - i);
    storeLanes(<usize>load<u32>(entry, NEW_FIRST) + at, first, to - i);
    storeLanes(<usize>load<u32>(entry, NEW_SECOND) + at, second, to - i);
  }
}
