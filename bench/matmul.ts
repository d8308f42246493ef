import { matMul, type Tensor2D, tensor2d } from "@tensorflow/tfjs-core";
import { nodePlatform } from "../scripts/nodePlatform";
import { type MatrixProduct, plainMatrixProduct } from "../src/engine/cpu/matrixProduct";
import { startMachine } from "../src/engine/simd/startMachine";
import { productOn } from "../tests/engine/productChecks";
// tfjs's cpu backend as it is published, registered by being imported.
import "@tensorflow/tfjs-backend-cpu";

/** GFLOP/s of the matrix products in Node, one thread, copies in and out included: npx tsx bench/matmul.ts */

interface Problem {
  name: string;
  m: number;
  n: number;
  k: number;
  transposeA: boolean;
  transposeB: boolean;
}

const PROBLEMS: Problem[] = [
  { name: "forward  [128×784]·[784×256]", m: 128, n: 256, k: 784, transposeA: false, transposeB: false },
  { name: "dW       [128×784]ᵀ·[128×256]", m: 784, n: 256, k: 128, transposeA: true, transposeB: false },
  { name: "dX       [128×256]·[784×256]ᵀ", m: 128, n: 784, k: 256, transposeA: false, transposeB: true },
  { name: "latent   [128×400]·[400×20]", m: 128, n: 20, k: 400, transposeA: false, transposeB: false },
  { name: "square   [512×512]·[512×512]", m: 512, n: 512, k: 512, transposeA: false, transposeB: false },
];

/** Best of several repetitions after a warm-up, in GFLOP/s. */
function speed(operations: number, run: () => void): number {
  const warmUntil = performance.now() + 150;
  do run();
  while (performance.now() < warmUntil);
  let best = Number.POSITIVE_INFINITY;
  const repetitions = Math.max(1, Math.round(1e8 / operations));
  for (let trial = 0; trial < 5; trial++) {
    const start = performance.now();
    for (let i = 0; i < repetitions; i++) run();
    best = Math.min(best, (performance.now() - start) / repetitions);
  }
  return operations / best / 1e6;
}

function row(problem: Problem, kernel: MatrixProduct): string {
  const { m, n, k, transposeA, transposeB } = problem;
  const a = Float32Array.from({ length: m * k }, (_, i) => Math.sin(i));
  const b = Float32Array.from({ length: k * n }, (_, i) => Math.cos(i));
  const out = new Float32Array(m * n);
  const left: Tensor2D = tensor2d(a, transposeA ? [k, m] : [m, k]);
  const right: Tensor2D = tensor2d(b, transposeB ? [n, k] : [k, n]);
  const figures = [
    speed(2 * m * n * k, () => kernel(a, b, out, problem)),
    speed(2 * m * n * k, () => plainMatrixProduct(a, b, out, problem)),
    speed(2 * m * n * k, () => matMul(left, right, transposeA, transposeB).dispose()),
  ];
  return `${problem.name.padEnd(34)}${figures.map((figure) => figure.toFixed(2).padStart(14)).join("")}`;
}

const file = "SIMD";
const kernel = productOn(await startMachine(nodePlatform(), console.log));
console.log(
  `GFLOP/s, Node ${process.version}${"".padEnd(14)}${[file, "JavaScript", "tfjs cpu"].map((title) => title.padStart(14)).join("")}`,
);
for (const problem of PROBLEMS) console.log(row(problem, kernel));
