// AssemblyScript. Functions of two numbers, applied to two arrays of which either may be repeated along axes of the result.

import { address, divideUp, float, integer, parallel, setFloat, setInteger } from "./jobs";
import { all, larger, loadFirst, smaller, storeFirst } from "./vector";

/** Numbers that one thread takes at a time, or about as many where rows do not divide it. */
const CHUNK: i32 = 16384;

// The functions; the names in ../kernels/binary.ts stand in this order.
const ADD: i32 = 0;
const SUBTRACT: i32 = 1;
const MULTIPLY: i32 = 2;
const DIVIDE: i32 = 3;
const MAXIMUM: i32 = 4;
const MINIMUM: i32 = 5;
const SQUARED_DIFFERENCE: i32 = 6;
/** a where low ≤ b ≤ high, 0 elsewhere. */
const WHERE_WITHIN: i32 = 7;
/** a·f′ for f = elu, from its output b. */
const ELU_GRADIENT: i32 = 8;

@inline
function value(operation: i32, a: v128, b: v128, low: v128, high: v128): v128 {
  if (operation == ADD) return f32x4.add(a, b);
  if (operation == SUBTRACT) return f32x4.sub(a, b);
  if (operation == MULTIPLY) return f32x4.mul(a, b);
  if (operation == DIVIDE) return f32x4.div(a, b);
  if (operation == MAXIMUM) return larger(a, b);
  if (operation == MINIMUM) return smaller(a, b);
  if (operation == SQUARED_DIFFERENCE) return f32x4.mul(f32x4.sub(a, b), f32x4.sub(a, b));
  if (operation == WHERE_WITHIN) return v128.and(a, v128.and(f32x4.ge(b, low), f32x4.le(b, high)));
  return v128.bitselect(a, f32x4.mul(a, f32x4.add(b, all(1))), f32x4.ge(b, all(0)));
}

/** The row of one operation, which is a constant wherever this is inlined; an operand is a run of numbers, or one number for all. */
@inline
function apply(operation: i32, a: usize, aVaries: i32, b: usize, bVaries: i32, out: usize, count: i32): void {
  const low = all(<f32>float(0));
  const high = all(<f32>float(1));
  let left = v128.load32_splat(a);
  let right = v128.load32_splat(b);
  const end = out + (<usize>(count & ~3) << 2);
  while (out < end) {
    if (aVaries) left = v128.load(a);
    if (bVaries) right = v128.load(b);
    v128.store(out, value(operation, left, right, low, high));
    a += 16;
    b += 16;
    out += 16;
  }
  const rest = count & 3;
  if (rest == 0) return;
  if (aVaries) left = loadFirst(a, rest);
  if (bVaries) right = loadFirst(b, rest);
  storeFirst(out, value(operation, left, right, low, high), rest);
}

function row(operation: i32, a: usize, aVaries: i32, b: usize, bVaries: i32, out: usize, count: i32): void {
  switch (operation) {
    case ADD: return apply(ADD, a, aVaries, b, bVaries, out, count);
    case SUBTRACT: return apply(SUBTRACT, a, aVaries, b, bVaries, out, count);
    case MULTIPLY: return apply(MULTIPLY, a, aVaries, b, bVaries, out, count);
    case DIVIDE: return apply(DIVIDE, a, aVaries, b, bVaries, out, count);
    case MAXIMUM: return apply(MAXIMUM, a, aVaries, b, bVaries, out, count);
    case MINIMUM: return apply(MINIMUM, a, aVaries, b, bVaries, out, count);
    case SQUARED_DIFFERENCE: return apply(SQUARED_DIFFERENCE, a, aVaries, b, bVaries, out, count);
    case WHERE_WITHIN: return apply(WHERE_WITHIN, a, aVaries, b, bVaries, out, count);
    case ELU_GRADIENT: return apply(ELU_GRADIENT, a, aVaries, b, bVaries, out, count);
  }
}

/** A part of the only row, or some of the rows. */
function chunkOfBinary(chunk: i32): void {
  const rows = integer(5);
  const columns = integer(6);
  const aStep = integer(9);
  const bStep = integer(12);
  if (integer(4) * rows == 1) {
    const first = chunk * CHUNK;
    const bytes = <usize>first << 2;
    row(integer(0), address(1) + bytes * aStep, aStep, address(2) + bytes * bStep, bStep, address(3) + bytes, min(CHUNK, columns - first));
    return;
  }
  const share = max(1, CHUNK / columns);
  const end = min(integer(4) * rows, (chunk + 1) * share);
  for (let r = chunk * share; r < end; r++) {
    const a = address(1) + (<usize>(r / rows * integer(7) + r % rows * integer(8)) << 2);
    const b = address(2) + (<usize>(r / rows * integer(10) + r % rows * integer(11)) << 2);
    row(integer(0), a, aStep, b, bStep, address(3) + (<usize>(r * columns) << 2), columns);
  }
}

/**
 * out [outer, rows, columns] = f(a, b); `aOuter`, `aRow` and `aStep` are how far a moves along each axis, in numbers, and so for b;
 * the steps along columns are 0 or 1. `low` and `high` are the function's own. `out` may be an operand that moves along every axis.
 */
export function binary(operation: i32, a: usize, b: usize, out: usize, outer: i32, rows: i32, columns: i32, aOuter: i32, aRow: i32, aStep: i32, bOuter: i32, bRow: i32, bStep: i32, low: f64, high: f64): void {
  setInteger(0, operation);
  setInteger(1, <i32>a);
  setInteger(2, <i32>b);
  setInteger(3, <i32>out);
  setInteger(4, outer);
  setInteger(5, rows);
  setInteger(6, columns);
  setInteger(7, aOuter);
  setInteger(8, aRow);
  setInteger(9, aStep);
  setInteger(10, bOuter);
  setInteger(11, bRow);
  setInteger(12, bStep);
  setFloat(0, low);
  setFloat(1, high);
  const isOneRow = outer * rows == 1;
  parallel(chunkOfBinary, isOneRow ? divideUp(columns, CHUNK) : divideUp(outer * rows, max(1, CHUNK / columns)));
}
