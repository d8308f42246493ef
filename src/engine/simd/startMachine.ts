import type { EnginePlatform, Helper, KernelFile } from "../report";
import { hasRelaxedSimd } from "./capabilities";
import { createMachine, type Machine } from "./machine";

const FIRST_PAGES = 256;
/** Limits of a shared memory: 4 GiB, all that 32-bit addresses reach, or what smaller devices grant. Pages cost nothing before their use. */
const SHARED_LIMITS = [65536, 16384];
/** Tenths of a second in which no helper finishes a chunk, of milliseconds each, until one is taken for lost. */
const HELPER_PATIENCE = 200;

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
  // The machine keeps its helpers by this list: a page may end a worker that nothing refers to.
  const helpers: Helper[] = [];
  const made = createMachine(module, memory, platform.threads, () => {
    stopAll(helpers);
    throw new Error("a helper thread of the SIMD engine stopped in the middle of its work; the engine computes on one thread from here on");
  });
  helpers.push(...(await startHelpers(platform, module, memory)));
  made.kernels.setHelpers(helpers.length, HELPER_PATIENCE);
  return made;
}

/** All helpers of the platform, or none: when one does not start, the others are stopped, since each holds on to the shared memory. */
async function startHelpers(platform: EnginePlatform, module: WebAssembly.Module, memory: WebAssembly.Memory): Promise<Helper[]> {
  const starts = await Promise.allSettled(Array.from({ length: platform.threads - 1 }, async () => platform.startHelper(module, memory)));
  const started = starts.flatMap((start) => (start.status === "fulfilled" ? [start.value] : []));
  const refused = starts.find((start) => start.status === "rejected");
  if (refused === undefined) return started;
  stopAll(started);
  throw refused.reason;
}

function stopAll(helpers: readonly Helper[]): void {
  for (const helper of helpers) helper.stop();
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
