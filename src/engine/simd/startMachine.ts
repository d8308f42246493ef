import type { EnginePlatform, KernelFile } from "../report";
import { hasRelaxedSimd } from "./capabilities";
import { createMachine, type Machine } from "./machine";

const FIRST_PAGES = 256;
/** Limits of a shared memory: 4 GiB, all that 32-bit addresses reach, or what smaller devices grant. Pages cost nothing before their use. */
const SHARED_LIMITS = [65536, 16384];

/** The kernels of the best build that runs here, over a memory of their own, with as many threads as the platform has. */
export async function startMachine(platform: EnginePlatform, notify: (text: string) => void): Promise<Machine> {
  if (platform.threads > 1) {
    try {
      return await threadedMachine(platform);
    } catch (error) {
      notify(`The SIMD engine runs on one thread: ${error instanceof Error ? error.message : String(error)}.`);
    }
  }
  const module = await WebAssembly.compile(await platform.readKernels(fileFor(false)));
  return createMachine(module, new WebAssembly.Memory({ initial: FIRST_PAGES }), 1);
}

async function threadedMachine(platform: EnginePlatform): Promise<Machine> {
  const module = await WebAssembly.compile(await platform.readKernels(fileFor(true)));
  const memory = sharedMemory();
  const made = createMachine(module, memory, platform.threads);
  await Promise.all(Array.from({ length: platform.threads - 1 }, () => platform.startHelper(module, memory)));
  made.kernels.setHelpers(platform.threads - 1);
  return made;
}

function fileFor(shared: boolean): KernelFile {
  return `kernels${hasRelaxedSimd() ? ".relaxed" : ""}${shared ? ".shared" : ""}.wasm`;
}

function sharedMemory(): WebAssembly.Memory {
  const refusals: unknown[] = [];
  for (const maximum of SHARED_LIMITS) {
    try {
      return new WebAssembly.Memory({ initial: FIRST_PAGES, maximum, shared: true });
    } catch (error) {
      refusals.push(error);
    }
  }
  throw new Error("no memory could be shared between threads", { cause: refusals });
}
