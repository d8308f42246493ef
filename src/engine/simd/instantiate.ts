import type { KernelExports } from "./kernelExports";

/** The kernels over a memory: those of the main thread, or, over a shared memory, those of a helper. */
export function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory, helperLost = () => {}): KernelExports {
  return new WebAssembly.Instance(module, { env: { memory, helperLost } }).exports as unknown as KernelExports;
}
