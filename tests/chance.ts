import { stream, uniformAt } from "../src/numeric/random";

/** Choices of a test that tries many cases: the same each time, by the name of what they are for. */
export interface Chance {
  /** A whole number from 0 to `below` − 1. */
  whole(below: number): number;
  pick<T>(from: readonly T[]): T;
}

export function chance(name: string): Chance {
  let drawn = 0;
  const whole = (below: number): number => {
    drawn += 1;
    return Math.min(below - 1, Math.floor(uniformAt(drawn, 0, stream(0, name)) * below));
  };
  return { whole, pick: (from) => from[whole(from.length)] };
}
