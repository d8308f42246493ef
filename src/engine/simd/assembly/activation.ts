// AssemblyScript. Activations of dense layers, and the gradients through them from their outputs.

import { address, divideUp, integer, parallel, setInteger } from "./jobs";
import { expm1_4, softplus4, tanh4 } from "./mathematics";
import { loadFirst, storeFirst } from "./vector";

/** The activations, as ../kernels/dense.ts numbers them. */
export const LINEAR: i32 = 0;
const RELU: i32 = 1;
const TANH: i32 = 2;
const ELU: i32 = 3;
const SOFTPLUS: i32 = 4;

/** Numbers in a chunk of a gradient. */
const CHUNK_NUMBERS: i32 = 1 << 14;

/** f(x) of four numbers; `activation` is not LINEAR. */
@inline
function activated(x: v128, activation: i32): v128 {
  const zero = f32x4.splat(0);
  if (activation == RELU) return f32x4.pmax(x, zero);
  if (activation == TANH) return tanh4(x);
  if (activation == ELU) return v128.bitselect(expm1_4(x), x, f32x4.lt(x, zero));
  return softplus4(x);
}

/** y ← f(y) for `count` numbers, four at a time as long as there are four. */
@inline
function activateWith(y: usize, count: i32, activation: i32): void {
  for (; count >= 4; count -= 4) {
    v128.store(y, activated(v128.load(y), activation));
    y += 16;
  }
  if (count > 0) storeFirst(y, activated(loadFirst(y, count), activation), count);
}

/** y ← f(y) for `count` numbers. */
export function activate(y: usize, count: i32, activation: i32): void {
  if (activation == RELU) activateWith(y, count, RELU);
  else if (activation == TANH) activateWith(y, count, TANH);
  else if (activation == ELU) activateWith(y, count, ELU);
  else if (activation == SOFTPLUS) activateWith(y, count, SOFTPLUS);
}

/** dy·f′(x) with f′ from y = f(x): relu [y > 0], tanh 1 − y², elu min(1, y + 1), softplus 1 − e^{−y}. */
@inline
function gradient(dy: v128, y: v128, activation: i32): v128 {
  const one = f32x4.splat(1);
  const isPositive = f32x4.gt(y, f32x4.splat(0));
  if (activation == RELU) return v128.and(dy, isPositive);
  if (activation == TANH) return f32x4.mul(dy, f32x4.sub(one, f32x4.mul(y, y)));
  if (activation == ELU) return v128.bitselect(dy, f32x4.mul(dy, f32x4.add(y, one)), isPositive);
  if (activation == SOFTPLUS) return f32x4.neg(f32x4.mul(dy, expm1_4(f32x4.neg(y))));
  return dy;
}

@inline
function gradientWith(dy: usize, y: usize, out: usize, count: i32, activation: i32): void {
  for (; count >= 4; count -= 4) {
    v128.store(out, gradient(v128.load(dy), v128.load(y), activation));
    dy += 16;
    y += 16;
    out += 16;
  }
  if (count > 0) storeFirst(out, gradient(loadFirst(dy, count), loadFirst(y, count), activation), count);
}

/** out = dy·f′, `count` numbers each; `out` may be `dy` or `y`. */
export function activationGradient(dy: usize, y: usize, out: usize, count: i32, activation: i32): void {
  setInteger(0, <i32>dy);
  setInteger(1, <i32>y);
  setInteger(2, <i32>out);
  setInteger(3, count);
  setInteger(4, activation);
  parallel(gradientChunk, divideUp(count, CHUNK_NUMBERS));
}

function gradientChunk(chunk: i32): void {
  const start = <usize>(chunk * CHUNK_NUMBERS) << 2;
  const dy = address(0) + start;
  const y = address(1) + start;
  const out = address(2) + start;
  const count = min(CHUNK_NUMBERS, integer(3) - chunk * CHUNK_NUMBERS);
  const activation = integer(4);
  if (activation == RELU) gradientWith(dy, y, out, count, RELU);
  else if (activation == TANH) gradientWith(dy, y, out, count, TANH);
  else if (activation == ELU) gradientWith(dy, y, out, count, ELU);
  else if (activation == SOFTPLUS) gradientWith(dy, y, out, count, SOFTPLUS);
  else gradientWith(dy, y, out, count, LINEAR);
}
