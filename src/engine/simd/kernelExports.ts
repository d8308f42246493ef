/** assembly/jobs.ts. */
interface JobExports {
  firstFreeAddress(): number;
  setHelpers(count: number): void;
  /** A helper's whole life; never returns. Does nothing in a module without threads. */
  help(): void;
}

/** assembly/gemm.ts. */
interface MatrixExports {
  scratchBytes(m: number, n: number, k: number): number;
  gemm(a: number, b: number, c: number, scratch: number, m: number, n: number, k: number, transposeA: number, transposeB: number): void;
}

/** Everything that assembly/index.ts exports. Addresses and sizes are unsigned integers; booleans are 0 or 1. */
export interface KernelExports extends JobExports, MatrixExports {}
