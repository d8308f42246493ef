// tfjs registers its cpu backend and kernels when it is imported.
import "@tensorflow/tfjs-backend-cpu";
import { backend, copyRegisteredKernels, findBackendFactory, registerBackend } from "@tensorflow/tfjs-core";
import { registerCpuKernels } from "../cpu/startCpu";
import { activateBackend, registerKernels } from "../registry";
import type { EnginePlatform } from "../report";
import { hasRelaxedSimd, hasSimd } from "./capabilities";
import type { Machine } from "./machine";
import { SimdBackend } from "./simdBackend";
import { SIMD_KERNELS } from "./simdKernels";
import { startMachine } from "./startMachine";

/**
 * tfjs's cpu backend with its values and the kernels that matter in WebAssembly, on as many threads as the platform has. Returns the
 * label. Rejects with an `Error` that says what is missing; helpers that do not start cost their threads only, and a notice.
 */
export async function startSimd(platform: EnginePlatform, notify: (text: string) => void): Promise<string> {
  if (!hasSimd()) throw new Error("WebAssembly has no SIMD here");
  if (!findBackendFactory("simd")) register(await startMachine(platform, notify));
  await activateBackend("simd");
  const { machine } = backend() as SimdBackend;
  const threads = machine.threads === 1 ? "1 thread" : `${machine.threads} threads`;
  return hasRelaxedSimd() ? `SIMD · ${threads} · fused multiply-add` : `SIMD · ${threads}`;
}

function register(using: Machine): void {
  registerCpuKernels();
  registerBackend("simd", () => new SimdBackend(using), 0);
  copyRegisteredKernels("cpu", "simd");
  registerKernels("simd", SIMD_KERNELS);
}
