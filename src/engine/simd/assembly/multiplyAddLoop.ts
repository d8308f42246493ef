// AssemblyScript. The yardstick of the matrix product.

import { madd } from "./vector";

/**
 * `count` rounds of 12 independent multiply-adds of four numbers each (96 operations), in registers only: as fast as this engine can
 * multiply and add on one thread. Returns a number that depends on all of them.
 */
export function multiplyAddLoop(count: i32): f32 {
  const factor = f32x4.splat(0.999);
  const term = f32x4.splat(0.001);
  let s0 = f32x4.splat(1);
  let s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0, s8 = s0, s9 = s0, s10 = s0, s11 = s0;
  for (let i = 0; i < count; i++) {
    s0 = madd(s0, factor, term);
    s1 = madd(s1, factor, term);
    s2 = madd(s2, factor, term);
    s3 = madd(s3, factor, term);
    s4 = madd(s4, factor, term);
    s5 = madd(s5, factor, term);
    s6 = madd(s6, factor, term);
    s7 = madd(s7, factor, term);
    s8 = madd(s8, factor, term);
    s9 = madd(s9, factor, term);
    s10 = madd(s10, factor, term);
    s11 = madd(s11, factor, term);
  }
  const low = f32x4.add(f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3)), f32x4.add(s4, s5));
  const high = f32x4.add(f32x4.add(f32x4.add(s6, s7), f32x4.add(s8, s9)), f32x4.add(s10, s11));
  return f32x4.extract_lane(f32x4.add(low, high), 0);
}
