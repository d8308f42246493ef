import { add, env, matMul, mul, tensor2d, tidy } from "@tensorflow/tfjs-core";

/** Large enough that tfjs does not compute it on the processor behind WebGL's back, odd so that padded lanes matter. */
const ROWS = 17;
const INNER = 19;

/** What is wrong with the arithmetic of the WebGL backend in use, or null: half precision, or plainly false results. */
export function numericFault(): string | null {
  if (!env().getBool("WEBGL_RENDER_FLOAT32_ENABLED")) return "the GPU renders half-precision floats only";
  const values = Float32Array.from({ length: ROWS * INNER }, (_, i) => Math.sin(i + 1));
  const found = tidy(() => {
    const x = tensor2d(values, [ROWS, INNER]);
    return [matMul(x, x, false, true), add(mul(x, 4e-4), 1), mul(x, 1e5)].map((result) => result.dataSync());
  });
  const expected = [gram(values), values.map((value) => 1 + 4e-4 * value), values.map((value) => 1e5 * value)];
  return expected.every((exact, i) => agrees(found[i], exact)) ? null : "the GPU's arithmetic fails a check against the processor's";
}

/** X·Xᵀ, the sums in float64. */
function gram(x: Float32Array): Float32Array {
  return Float32Array.from({ length: ROWS * ROWS }, (_, at) => {
    let sum = 0;
    for (let p = 0; p < INNER; p++) sum += x[Math.floor(at / ROWS) * INNER + p] * x[(at % ROWS) * INNER + p];
    return sum;
  });
}

function agrees(found: ArrayLike<number>, exact: Float32Array): boolean {
  const largest = exact.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return exact.every((value, i) => Math.abs(found[i] - value) <= 1e-5 * largest);
}
