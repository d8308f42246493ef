// AssemblyScript. The sum, largest or smallest of each column of some rows, as float64 numbers.

import { LARGEST, SUM, further } from "./reductionOfRows";
import { highPair, loadLanes, lowPair } from "./vector";

/** 16 columns side by side, a cache line of every row: eight vectors of two sums. */
function sumSixteen(x: usize, rows: i32, step: usize, out: usize): void {
  let a = f64x2.splat(0);
  let b = a, c = a, d = a, e = a, f = a, g = a, h = a;
  for (let row = 0; row < rows; row++) {
    const first = v128.load(x);
    a = f64x2.add(a, lowPair(first));
    b = f64x2.add(b, highPair(first));
    const second = v128.load(x, 16);
    c = f64x2.add(c, lowPair(second));
    d = f64x2.add(d, highPair(second));
    const third = v128.load(x, 32);
    e = f64x2.add(e, lowPair(third));
    f = f64x2.add(f, highPair(third));
    const fourth = v128.load(x, 48);
    g = f64x2.add(g, lowPair(fourth));
    h = f64x2.add(h, highPair(fourth));
    x += step;
  }
  v128.store(out, a);
  v128.store(out, b, 16);
  v128.store(out, c, 32);
  v128.store(out, d, 48);
  v128.store(out, e, 64);
  v128.store(out, f, 80);
  v128.store(out, g, 96);
  v128.store(out, h, 112);
}

/** The first `count` (1 … 4) float64 numbers of two vectors. */
function storePairs(out: usize, first: v128, second: v128, count: i32): void {
  if (count == 1) v128.store_lane<u64>(out, first, 0);
  else v128.store(out, first);
  if (count == 3) v128.store_lane<u64>(out, second, 0, 16);
  else if (count == 4) v128.store(out, second, 16);
}

/** Up to 4 columns. */
function sumFew(x: usize, rows: i32, step: usize, count: i32, out: usize): void {
  let a = f64x2.splat(0);
  let b = a;
  for (let row = 0; row < rows; row++) {
    const four = loadLanes(x, count);
    a = f64x2.add(a, lowPair(four));
    b = f64x2.add(b, highPair(four));
    x += step;
  }
  storePairs(out, a, b, count);
}

@inline
function extremeOfFew(isLargest: bool, x: usize, rows: i32, step: usize, count: i32, out: usize): void {
  let extreme = loadLanes(x, count);
  for (let row = 1; row < rows; row++) {
    x += step;
    const four = loadLanes(x, count);
    extreme = further(extreme, four, isLargest);
  }
  storePairs(out, lowPair(extreme), highPair(extreme), count);
}

/** out[j] = the reduction of column j < columns of `rows` ≥ 1 rows that lie `stride` numbers apart. */
export function columnPiece(operation: i32, x: usize, rows: i32, stride: i32, columns: i32, out: usize): void {
  const step = <usize>stride << 2;
  let j = 0;
  if (operation == SUM) {
    for (; j + 16 <= columns; j += 16) sumSixteen(x + (<usize>j << 2), rows, step, out + (<usize>j << 3));
  }
  for (; j < columns; j += 4) {
    const at = x + (<usize>j << 2);
    const to = out + (<usize>j << 3);
    const count = min(4, columns - j);
    if (operation == SUM) sumFew(at, rows, step, count, to);
    else if (operation == LARGEST) extremeOfFew(true, at, rows, step, count, to);
    else extremeOfFew(false, at, rows, step, count, to);
  }
}
