// AssemblyScript. What the kernels share about vectors of four float32 numbers.

/** a·b + sum; rounded once where the build has fused multiply-add, else twice. */
@inline
export function madd(a: v128, b: v128, sum: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_madd(a, b, sum) : f32x4.add(f32x4.mul(a, b), sum);
}

/** −a·b + sum, rounded as `madd`. */
@inline
export function nmadd(a: v128, b: v128, sum: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_nmadd(a, b, sum) : f32x4.sub(sum, f32x4.mul(a, b));
}

/** `value` in all four lanes. */
@inline
export function all(value: f32): v128 {
  return f32x4.splat(value);
}

/** The larger of each pair, NaN where either is; in half the instructions that f32x4.max takes on x64. */
@inline
export function larger(a: v128, b: v128): v128 {
  return v128.or(f32x4.pmax(a, b), f32x4.ne(b, b));
}

/** The smaller of each pair, NaN where either is. */
@inline
export function smaller(a: v128, b: v128): v128 {
  return v128.or(f32x4.pmin(a, b), f32x4.ne(b, b));
}

/** The first `count` (1 … 3) numbers from `from`, zeros after them; reads no more than these. */
export function loadFirst(from: usize, count: i32): v128 {
  if (count == 1) return v128.load_zero<u32>(from);
  const pair = v128.load_zero<u64>(from);
  return count == 2 ? pair : v128.load_lane<u32>(from, pair, 2, 8);
}

/** `loadFirst` for `count` from 1 to 4. */
@inline
export function loadLanes(from: usize, count: i32): v128 {
  return count == 4 ? v128.load(from) : loadFirst(from, count);
}

/** Writes the first `count` (1 … 3) lanes at `to`, and nothing after them. */
export function storeFirst(to: usize, value: v128, count: i32): void {
  if (count == 1) {
    v128.store_lane<u32>(to, value, 0);
    return;
  }
  v128.store_lane<u64>(to, value, 0);
  if (count == 3) v128.store_lane<u32>(to, value, 2, 8);
}

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

/** The first two lanes as float64. */
@inline
export function lowPair(values: v128): v128 {
  return f64x2.promote_low_f32x4(values);
}

/** The last two lanes as float64. */
@inline
export function highPair(values: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<u64>(values, values, 1, 1));
}
