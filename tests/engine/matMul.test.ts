import { fused, matMul, type Tensor3D, tensor, tensor1d, tensor2d, tensor3d, tidy } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { type MatrixProduct, plainMatrixProduct } from "../../src/engine/cpu/matrixProduct";
import { startTestEngine } from "./engines";
import { largestError, scattered } from "./numbers";
import { LARGE_SHAPES, productOn, SMALL_SHAPES, TRANSPOSITIONS, worstError } from "./productChecks";
import { matrixProduct } from "./reference";
import { testMachine } from "./simd/machines";

const PRODUCTS: Array<[string, () => Promise<MatrixProduct>]> = [
  ["the SIMD kernels", async () => productOn(await testMachine())],
  ["the SIMD kernels on three threads", async () => productOn(await testMachine(3))],
  ["plain JavaScript", async () => plainMatrixProduct],
];

describe.each(PRODUCTS)("matrix product by %s", (_name, make) => {
  it.each(TRANSPOSITIONS)("is the float64 product for every small shape (transposed: %s, %s)", async (transposeA, transposeB) => {
    expect(worstError(await make(), SMALL_SHAPES, transposeA, transposeB)).toBeLessThan(1);
  });

  it.each(TRANSPOSITIONS)("is the float64 product across block edges (transposed: %s, %s)", async (transposeA, transposeB) => {
    expect(worstError(await make(), LARGE_SHAPES, transposeA, transposeB)).toBeLessThan(1);
  });

  it("is zero where there is nothing to sum, and empty where there is nothing to fill", async () => {
    const multiply = await make();
    const sizes = { transposeA: false, transposeB: false };
    const out = new Float32Array(6).fill(Number.NaN);
    multiply(new Float32Array(0), new Float32Array(0), out, { ...sizes, m: 2, n: 3, k: 0 });
    expect(Array.from(out)).toEqual([0, 0, 0, 0, 0, 0]);
    multiply(new Float32Array(0), new Float32Array(12), new Float32Array(0), { ...sizes, m: 0, n: 3, k: 4 });
    multiply(new Float32Array(8), new Float32Array(0), new Float32Array(0), { ...sizes, m: 2, n: 0, k: 4 });
  });
});

it("says what a memory that cannot grow holds and needs", async () => {
  const { heap } = await testMachine();
  expect(() => heap.allocate(5e9)).toThrow(
    /^The SIMD engine holds 16 MiB and needs 4753 MiB more than it is granted\. Lower the batch size, the samples K or the posterior's components, or take a smaller network\.$/,
  );
});

describe.each(["cpu", "simd"] as const)("tfjs's matMul on %s", (engine) => {
  beforeAll(() => startTestEngine(engine));

  it("broadcasts batch dimensions", () => {
    const a = scattered(2 * 3 * 5, 1);
    const b = scattered(5 * 4, 2);
    const found = tidy(() => matMul(tensor3d(a, [2, 3, 5]), tensor3d(b, [1, 5, 4]) as Tensor3D).dataSync());
    const exact = [a.slice(0, 15), a.slice(15)].flatMap((left) => Array.from(matrixProduct(left, b, 3, 4, 5, false, false)));
    expect(largestError(found, exact)).toBeLessThan(1e-6);
  });

  it("multiplies integers as integers", () => {
    const square = tensor([4097, 1, 0, 4097], [2, 2], "int32");
    expect(Array.from(matMul(square, square).dataSync())).toEqual([16785409, 8194, 0, 16785409]);
  });

  it("fuses bias and activation", () => {
    const a = scattered(6, 3);
    const b = scattered(12, 4);
    const bias = [0.5, -0.5, 0.25, 0];
    for (const [activation, f] of [
      ["linear", (x: number) => x],
      ["relu", (x: number) => Math.max(0, x)],
      ["sigmoid", (x: number) => 1 / (1 + Math.exp(-x))],
      ["leakyrelu", (x: number) => (x > 0 ? x : 0.3 * x)],
    ] as const) {
      const given = { a: tensor2d(a, [3, 2]), b: tensor2d(b.slice(0, 8), [4, 2]), transposeB: true, bias: tensor1d(bias) };
      const found = fused.matMul({ ...given, activation, leakyreluAlpha: 0.3 }).dataSync();
      const exact = matrixProduct(a, b.slice(0, 8), 3, 4, 2, false, true).map((value, i) => f(value + bias[i % 4]));
      expect(largestError(found, exact)).toBeLessThan(1e-6);
    }
  });
});
