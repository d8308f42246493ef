import type { EnginePlatform, KernelFile } from "../report";
import { hasRelaxedSimd } from "./capabilities";
import { createMachine, type Machine } from "./machine";

const FIRST_PAGES = 256;
/** 4 GiB, all that 32-bit addresses reach; pages cost nothing before they are used. */
const MOST_PAGES = 65536;

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
  const memory = new WebAssembly.Memory({ initial: FIRST_PAGES, maximum: MOST_PAGES, shared: true });
  const made = createMachine(module, memory, platform.threads);
  await Promise.all(Array.from({ length: platform.threads - 1 }, () => platform.startHelper(module, memory)));
  made.kernels.setHelpers(platform.threads - 1);
  return made;
}

function fileFor(shared: boolean): KernelFile {
  return `kernels${hasRelaxedSimd() ? ".relaxed" : ""}${shared ? ".shared" : ""}.wasm`;
}
