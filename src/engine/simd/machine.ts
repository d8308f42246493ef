import { createHeap, type Heap } from "./heap";
import { instantiate } from "./instantiate";
import type { KernelExports } from "./kernelExports";
import { type ResidentImages, residentImages } from "./residentImages";

/** One WebAssembly memory, the compiled kernels over it and its blocks. Addresses are in bytes. */
export interface Machine {
  readonly kernels: KernelExports;
  readonly heap: Heap;
  readonly images: ResidentImages;
  /** Threads that compute, the caller's own among them. */
  readonly threads: number;
  /** The whole memory as float32; anew at each use, since growth replaces the buffer. */
  floats(): Float32Array;
  /** The whole memory as bytes; as `floats`. */
  bytes(): Uint8Array;
}

/** The machine of a compiled module whose memory is its own. `helperLost` throws what is to be said when a helper no longer works. */
export function createMachine(module: WebAssembly.Module, memory: WebAssembly.Memory, threads: number, helperLost?: () => never): Machine {
  const kernels = instantiate(module, memory, helperLost);
  const heap = createHeap(memory, kernels.firstFreeAddress());
  let floats = new Float32Array(memory.buffer);
  let bytes = new Uint8Array(memory.buffer);
  const wholeMemory = () => {
    if (bytes.buffer !== memory.buffer) bytes = new Uint8Array(memory.buffer);
    return bytes;
  };
  return {
    kernels,
    heap,
    images: residentImages(heap, wholeMemory),
    threads,
    floats() {
      if (floats.buffer !== memory.buffer) floats = new Float32Array(memory.buffer);
      return floats;
    },
    bytes: wholeMemory,
  };
}

/** Calls `use` with the address of `bytes` bytes that are its own until it returns. */
export function withScratch<T>({ heap }: Machine, bytes: number, use: (address: number) => T): T {
  const address = heap.allocate(bytes);
  try {
    return use(address);
  } finally {
    heap.free(address);
  }
}
