// AssemblyScript. The sum, largest or smallest of numbers that lie one after the other.

import { highPair, larger, loadFirst, lowPair, smaller } from "./vector";

// The reductions; the names in ../kernels/reduction.ts stand in this order.
export const SUM: i32 = 0;
export const LARGEST: i32 = 1;
export const SMALLEST: i32 = 2;
export const SUM_OF_SQUARES: i32 = 3;

@inline
function terms(pair: v128, squared: bool): v128 {
  return squared ? f64x2.mul(pair, pair) : pair;
}

/** Σ of `count` numbers or of their squares, in eight float64 sums. */
@inline
function sumOfRow(x: usize, count: i32, squared: bool): f64 {
  let a = f64x2.splat(0);
  let b = a, c = a, d = a;
  const end = x + (<usize>(count & ~7) << 2);
  while (x < end) {
    const first = v128.load(x);
    const second = v128.load(x, 16);
    a = f64x2.add(a, terms(lowPair(first), squared));
    b = f64x2.add(b, terms(highPair(first), squared));
    c = f64x2.add(c, terms(lowPair(second), squared));
    d = f64x2.add(d, terms(highPair(second), squared));
    x += 32;
  }
  let rest = count & 7;
  if (rest >= 4) {
    a = f64x2.add(a, terms(lowPair(v128.load(x)), squared));
    b = f64x2.add(b, terms(highPair(v128.load(x)), squared));
    rest -= 4;
    x += 16;
  }
  if (rest > 0) {
    const last = loadFirst(x, rest);
    c = f64x2.add(c, terms(lowPair(last), squared));
    d = f64x2.add(d, terms(highPair(last), squared));
  }
  const sum = f64x2.add(f64x2.add(a, b), f64x2.add(c, d));
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

/** The larger or the smaller of each pair. */
@inline
export function further(a: v128, b: v128, isLargest: bool): v128 {
  return isLargest ? larger(a, b) : smaller(a, b);
}

/** The largest or smallest of `count` ≥ 1 numbers; NaN if any is. */
@inline
function extremeOfRow(x: usize, count: i32, isLargest: bool): f64 {
  let extreme = v128.load32_splat(x);
  const end = x + (<usize>(count & ~3) << 2);
  while (x < end) {
    extreme = further(extreme, v128.load(x), isLargest);
    x += 16;
  }
  for (let i = 0; i < (count & 3); i++) extreme = further(extreme, v128.load32_splat(x + (<usize>i << 2)), isLargest);
  extreme = further(extreme, v128.shuffle<u64>(extreme, extreme, 1, 0), isLargest);
  extreme = further(extreme, v128.shuffle<u32>(extreme, extreme, 1, 0, 3, 2), isLargest);
  return <f64>f32x4.extract_lane(extreme, 0);
}

/** The reduction of `count` ≥ 1 numbers. */
export function rowPiece(operation: i32, x: usize, count: i32): f64 {
  if (operation == SUM) return sumOfRow(x, count, false);
  if (operation == SUM_OF_SQUARES) return sumOfRow(x, count, true);
  return operation == LARGEST ? extremeOfRow(x, count, true) : extremeOfRow(x, count, false);
}
