/** Numbers for the tests: repeatable, and of an awkward size. */

/** `count` values spread over [−scale, scale], different for each seed. */
export function scattered(count: number, seed: number, scale = 1): number[] {
  let state = (seed * 2654435761 + 12345) >>> 0;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return scale * (state / 2 ** 31 - 1);
  });
}

export function product(shape: readonly number[]): number {
  return shape.reduce((total, side) => total * side, 1);
}

/** Largest |found − exact|, NaN if any is. */
export function largestError(found: ArrayLike<number>, exact: ArrayLike<number>): number {
  if (found.length !== exact.length) throw new Error(`${found.length} values where ${exact.length} were expected`);
  let largest = 0;
  for (let i = 0; i < exact.length; i++) {
    const error = Math.abs(found[i] - exact[i]);
    if (!(error <= largest)) largest = error;
  }
  return largest;
}

export function largest(values: ArrayLike<number>): number {
  return Array.from(values).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

/** Central differences of f at x, in float64. */
export function finiteDifferences(f: (x: number[]) => number, x: readonly number[], step = 1e-5): number[] {
  return x.map((value, i) => {
    const at = (moved: number): number => f(x.map((other, j) => (j === i ? moved : other)));
    return (at(value + step) - at(value - step)) / (2 * step);
  });
}
