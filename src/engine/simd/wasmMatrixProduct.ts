import type { MatrixProduct, ProductSizes } from "../cpu/matrixProduct";

/** What assembly/gemm.ts exports; addresses and sizes in bytes, operands 16-byte aligned. */
interface GemmExports {
  memory: WebAssembly.Memory;
  firstFreeAddress(): number;
  scratchBytes(m: number, n: number, k: number): number;
  gemm(a: number, b: number, c: number, scratch: number, m: number, n: number, k: number, transposeA: number, transposeB: number): void;
}

interface Layout {
  a: number;
  b: number;
  c: number;
  scratch: number;
  end: number;
}

const PAGE_BYTES = 65536;

/**
 * The matrix product of a compiled kernel. Operands are copied in and the result out; the memory holds one product at a time,
 * grows as larger ones come and never shrinks. Its ceiling is WebAssembly's 4 GiB for A, B, C and the packed panels together;
 * a product past it, or past what the browser grants, throws an `Error` that names its sizes.
 */
export async function wasmMatrixProduct(bytes: BufferSource): Promise<MatrixProduct> {
  const { instance } = await WebAssembly.instantiate(bytes);
  const kernel = instance.exports as unknown as GemmExports;
  return (a, b, out, sizes) => {
    const { m, n, k, transposeA, transposeB } = sizes;
    if (m === 0 || n === 0 || k === 0) {
      out.fill(0);
      return;
    }
    const layout = place(kernel, sizes);
    reserve(kernel.memory, layout.end, sizes);
    const floats = new Float32Array(kernel.memory.buffer);
    floats.set(a, layout.a / 4);
    floats.set(b, layout.b / 4);
    kernel.gemm(layout.a, layout.b, layout.c, layout.scratch, m, n, k, Number(transposeA), Number(transposeB));
    out.set(floats.subarray(layout.c / 4, layout.c / 4 + m * n));
  };
}

function place(kernel: GemmExports, { m, n, k }: ProductSizes): Layout {
  const align = (address: number): number => Math.ceil(address / 16) * 16;
  const a = kernel.firstFreeAddress();
  const b = align(a + 4 * m * k);
  const c = align(b + 4 * k * n);
  const scratch = align(c + 4 * m * n);
  return { a, b, c, scratch, end: scratch + kernel.scratchBytes(m, n, k) };
}

function reserve(memory: WebAssembly.Memory, bytes: number, { m, n, k }: ProductSizes): void {
  const missing = bytes - memory.buffer.byteLength;
  if (missing <= 0) return;
  try {
    memory.grow(Math.ceil(missing / PAGE_BYTES));
  } catch (cause) {
    const need = Math.ceil(bytes / 2 ** 20);
    throw new Error(`A matrix product [${m}, ${k}]·[${k}, ${n}] needs ${need} MiB of WebAssembly memory, more than can be had.`, { cause });
  }
}
