/** assembly/jobs.ts. */
interface JobExports {
  firstFreeAddress(): number;
  setHelpers(count: number): void;
  /** A helper's whole life; never returns. Does nothing in a module without threads. */
  help(): void;
}

/** assembly/gemm.ts, assembly/activation.ts, assembly/multiplyAddLoop.ts. */
interface MatrixExports {
  /** Bytes of scratch memory for `gemm`. */
  scratchBytes(m: number, n: number, k: number): number;
  /** C = f(op(A)·op(B) + bias); `bias` 0 for none, `activation` 0 for f = identity. */
  gemm(
    a: number,
    b: number,
    c: number,
    scratch: number,
    m: number,
    n: number,
    k: number,
    transposeA: number,
    transposeB: number,
    bias: number,
    activation: number,
  ): void;
  /** out = dy·f′ from y = f(x). */
  activationGradient(dy: number, y: number, out: number, count: number, activation: number): void;
  /** `count` × 96 multiplications and additions in registers, as fast as one thread can; to measure the others against. */
  multiplyAddLoop(count: number): number;
}

/** assembly/unary.ts. */
interface UnaryExports {
  unary(operation: number, x: number, out: number, count: number, low: number, high: number): void;
}

/** assembly/binary.ts. */
interface BinaryExports {
  binary(
    operation: number,
    a: number,
    b: number,
    out: number,
    outer: number,
    rows: number,
    columns: number,
    aOuter: number,
    aRow: number,
    aStep: number,
    bOuter: number,
    bRow: number,
    bStep: number,
    low: number,
    high: number,
  ): void;
}

/** assembly/reduction.ts. */
interface ReductionExports {
  reductionBytes(outer: number, n: number, inner: number): number;
  reduce(operation: number, x: number, out: number, scratch: number, outer: number, n: number, inner: number, divisor: number): void;
  sumOfSquares(x: number, scratch: number, n: number): number;
}

/** Everything that assembly/index.ts exports. Addresses and sizes are unsigned integers; booleans are 0 or 1. */
export interface KernelExports extends JobExports, MatrixExports, UnaryExports, BinaryExports, ReductionExports {}
