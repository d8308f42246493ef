import {
  abs,
  clipByValue,
  elu,
  exp,
  expm1,
  log,
  log1p,
  neg,
  reciprocal,
  relu,
  rsqrt,
  sigmoid,
  softplus,
  sqrt,
  square,
  step,
  type Tensor,
  tanh,
  tensor1d,
  tidy,
} from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { startTestEngine } from "../engines";
import { scattered } from "../numbers";
import { outputOf, sameBits, testMachine } from "./machines";

const logistic = (x: number) => 1 / (1 + Math.exp(-x));
const logisticIntegral = (x: number) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

/** A function on the engine, in float64, and the relative error that float32 may have. */
const FUNCTIONS: Array<[string, (x: Tensor) => Tensor, (x: number) => number, number]> = [
  ["abs", abs, Math.abs, 0],
  ["neg", neg, (x) => -x, 0],
  ["square", square, (x) => x * x, 6e-8],
  ["sqrt", sqrt, Math.sqrt, 6e-8],
  ["rsqrt", rsqrt, (x) => 1 / Math.sqrt(x), 1.2e-7],
  ["reciprocal", reciprocal, (x) => 1 / x, 6e-8],
  ["exp", exp, Math.exp, 1.2e-7],
  ["expm1", expm1, Math.expm1, 1.5e-7],
  ["log", log, Math.log, 1e-7],
  ["log1p", log1p, Math.log1p, 1e-7],
  ["tanh", tanh, Math.tanh, 2e-7],
  ["sigmoid", sigmoid, logistic, 1.6e-7],
  ["softplus", softplus, logisticIntegral, 2.5e-7],
  ["relu", relu, (x) => Math.max(x, 0), 0],
  ["elu", elu, (x) => (x >= 0 ? x : Math.expm1(x)), 1.5e-7],
  ["step, 0.25 below", (x) => step(x, 0.25), (x) => (Number.isNaN(x) ? x : x > 0 ? 1 : 0.25), 0],
  ["clip to [−1, 2]", (x) => clipByValue(x, -1, 2), (x) => Math.min(Math.max(x, -1), 2), 0],
];

const SPECIAL = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 1, -1, 2, 88.5, 89, 3e38, -3e38, -104];

/** Below it results may be rounded to 0: twice float32's smallest normal number. */
const SMALLEST = 2.4e-38;

/** Numbers of every magnitude and sign that float32 has, and many where the functions bend. */
function grid(): Float32Array {
  const magnitudes = new Float32Array(Uint32Array.from({ length: 60_000 }, (_, i) => 0x00800000 + i * 35_513).buffer);
  const near = scattered(60_000, 1, 20);
  return Float32Array.from([...magnitudes, ...magnitudes.map((value) => -value), ...near, ...near.map((value) => 6 * value)]);
}

function isClose(found: number, exact: number, tolerance: number): boolean {
  const rounded = Math.fround(exact);
  if (found === rounded || (Number.isNaN(found) && Number.isNaN(exact))) return true;
  return Math.abs(found - exact) <= tolerance * Math.abs(exact) || (Math.abs(exact) < SMALLEST && Math.abs(found) < SMALLEST);
}

beforeAll(() => startTestEngine("simd"));

describe.each(FUNCTIONS)("%s", (_name, operation, exact, tolerance) => {
  const run = (x: ArrayLike<number>) => tidy(() => operation(tensor1d(Float32Array.from(x))).dataSync());

  it("is the float64 function over all magnitudes", () => {
    const x = grid();
    const found = run(x);
    const wrong = Array.from(x).filter((value, i) => !isClose(found[i], exact(value), tolerance));
    expect(wrong).toEqual([]);
  });

  it("has the limits of the float64 function, in any lane", () => {
    for (let shift = 0; shift < 4; shift++) {
      const x = [...new Array(shift).fill(1), ...SPECIAL];
      const found = run(x);
      x.forEach((value, i) => {
        expect(isClose(found[i], exact(value), tolerance), `f(${value}) = ${found[i]}`).toBe(true);
      });
    }
  });

  it("is the same for every length", () => {
    const x = scattered(13, 2, 3);
    const all = run(x);
    for (let length = 0; length < 13; length++) expect(Array.from(run(x.slice(0, length)))).toEqual(Array.from(all.slice(0, length)));
  });
});

it("gives the same bits for one thread and for three, and leaves what follows alone", async () => {
  const x = scattered(50_003, 3, 30);
  const [one, three] = [await testMachine(1), await testMachine(3)];
  for (let operation = 0; operation < FUNCTIONS.length; operation++) {
    const [a, b] = [one, three].map((machine) =>
      outputOf(machine, [x], x.length, ([from], out) => machine.kernels.unary(operation, from, out, x.length, -1, 1)),
    );
    expect(sameBits(a, b)).toBe(true);
    for (const length of [1, 2, 3, 5]) {
      outputOf(one, [x.slice(0, length)], length, ([from], out) => one.kernels.unary(operation, from, out, length, -1, 1));
    }
  }
});
