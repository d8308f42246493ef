// AssemblyScript. Functions of one number, applied to every number of an array.

import { address, divideUp, float, integer, parallel, setFloat, setInteger } from "./jobs";
import { exp4, expm1_4, log1p4, log4, sigmoid4, softplus4, tanh4 } from "./mathematics";
import { all, loadFirst, storeFirst } from "./vector";

/** Numbers that one thread takes at a time. */
const CHUNK: i32 = 16384;

// The functions; the names in ../kernels/unary.ts stand in this order.
const ABS: i32 = 0;
const NEG: i32 = 1;
const SQUARE: i32 = 2;
const SQRT: i32 = 3;
const RSQRT: i32 = 4;
const RECIPROCAL: i32 = 5;
const EXP: i32 = 6;
const EXPM1: i32 = 7;
const LOG: i32 = 8;
const LOG1P: i32 = 9;
const TANH: i32 = 10;
const SIGMOID: i32 = 11;
const SOFTPLUS: i32 = 12;
const RELU: i32 = 13;
const ELU: i32 = 14;
/** 1 above 0, `low` elsewhere. */
const STEP: i32 = 15;
/** x limited to [low, high]. */
const CLIP: i32 = 16;

@inline
function value(operation: i32, x: v128, low: v128, high: v128): v128 {
  if (operation == ABS) return f32x4.abs(x);
  if (operation == NEG) return f32x4.neg(x);
  if (operation == SQUARE) return f32x4.mul(x, x);
  if (operation == SQRT) return f32x4.sqrt(x);
  if (operation == RSQRT) return f32x4.div(all(1), f32x4.sqrt(x));
  if (operation == RECIPROCAL) return f32x4.div(all(1), x);
  if (operation == EXP) return exp4(x);
  if (operation == EXPM1) return expm1_4(x);
  if (operation == LOG) return log4(x);
  if (operation == LOG1P) return log1p4(x);
  if (operation == TANH) return tanh4(x);
  if (operation == SIGMOID) return sigmoid4(x);
  if (operation == SOFTPLUS) return softplus4(x);
  if (operation == RELU) return f32x4.pmax(x, all(0));
  if (operation == ELU) return v128.bitselect(x, expm1_4(x), f32x4.ge(x, all(0)));
  if (operation == STEP) return v128.or(v128.bitselect(all(1), low, f32x4.gt(x, all(0))), f32x4.ne(x, x));
  return f32x4.pmax(f32x4.pmin(x, high), low);
}

/** The loop of one operation, which is a constant wherever this is inlined. */
@inline
function apply(operation: i32, x: usize, out: usize, count: i32): void {
  const low = all(<f32>float(0));
  const high = all(<f32>float(1));
  const end = x + (<usize>(count & ~3) << 2);
  while (x < end) {
    v128.store(out, value(operation, v128.load(x), low, high));
    x += 16;
    out += 16;
  }
  if (count & 3) storeFirst(out, value(operation, loadFirst(x, count & 3), low, high), count & 3);
}

function chunkOfUnary(chunk: i32): void {
  const first = chunk * CHUNK;
  const count = min(CHUNK, integer(3) - first);
  const x = address(1) + (<usize>first << 2);
  const out = address(2) + (<usize>first << 2);
  switch (integer(0)) {
    case ABS: return apply(ABS, x, out, count);
    case NEG: return apply(NEG, x, out, count);
    case SQUARE: return apply(SQUARE, x, out, count);
    case SQRT: return apply(SQRT, x, out, count);
    case RSQRT: return apply(RSQRT, x, out, count);
    case RECIPROCAL: return apply(RECIPROCAL, x, out, count);
    case EXP: return apply(EXP, x, out, count);
    case EXPM1: return apply(EXPM1, x, out, count);
    case LOG: return apply(LOG, x, out, count);
    case LOG1P: return apply(LOG1P, x, out, count);
    case TANH: return apply(TANH, x, out, count);
    case SIGMOID: return apply(SIGMOID, x, out, count);
    case SOFTPLUS: return apply(SOFTPLUS, x, out, count);
    case RELU: return apply(RELU, x, out, count);
    case ELU: return apply(ELU, x, out, count);
    case STEP: return apply(STEP, x, out, count);
    case CLIP: return apply(CLIP, x, out, count);
  }
}

/** out[i] = f(x[i]) for `count` numbers; `low` and `high` are the function's own. `out` may be `x`. */
export function unary(operation: i32, x: usize, out: usize, count: i32, low: f64, high: f64): void {
  setInteger(0, operation);
  setInteger(1, <i32>x);
  setInteger(2, <i32>out);
  setInteger(3, count);
  setFloat(0, low);
  setFloat(1, high);
  parallel(chunkOfUnary, divideUp(count, CHUNK));
}
