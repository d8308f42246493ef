import type { Tensor } from "@tensorflow/tfjs-core";
import { expect } from "vitest";
import { largest, largestError } from "../engine/numbers";
import { NAMES } from "./golden";

type Gradients = Partial<Record<(typeof NAMES)[number], { values: number[] }>>;

/** Values to 1e-5 of the sum of the absolute terms behind them (a log-density's terms are of its own size here). */
export function expectValues(found: ArrayLike<number>, exact: readonly number[], terms = largest(exact)): void {
  expect(largestError(found, exact)).toBeLessThan(1e-5 * terms);
}

/** The gradients of all parameters, in the order of `NAMES`: each figure given is met to 1e-4 of its tensor's largest. */
export function expectGradients(gradients: readonly Tensor[], exact: Gradients): void {
  NAMES.forEach((name, i) => {
    const values = exact[name]?.values;
    if (values === undefined) return;
    expect(largestError(gradients[i].dataSync(), values), name).toBeLessThan(1e-4 * largest(values));
  });
}
