// AssemblyScript. The ends of rows whose length is no multiple of four.

import { storeFirst } from "./vector";

/** Writes the first min(count, 4) lanes at `to`, and nothing after them; count ≥ 1. */
@inline
export function storeLanes(to: usize, values: v128, count: i32): void {
  if (count >= 4) v128.store(to, values);
  else storeFirst(to, values, count);
}

/** `values` with zeros after its first `count` lanes, whatever they were. */
@inline
export function firstLanes(values: v128, count: i32): v128 {
  return v128.and(values, i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(count)));
}
