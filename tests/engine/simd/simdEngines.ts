import { backend, copyRegisteredKernels, findBackendFactory, registerBackend } from "@tensorflow/tfjs-core";
import { activateBackend, registerKernels } from "../../../src/engine/registry";
import type { Machine } from "../../../src/engine/simd/machine";
import { SimdBackend } from "../../../src/engine/simd/simdBackend";
import { SIMD_KERNELS } from "../../../src/engine/simd/simdKernels";
import { startTestEngine } from "../engines";
import { testMachine } from "./machines";

/** Engines side by side: the cpu backend, and SIMD with as many threads as the name says. */
export type SimdEngine = "simd1" | "simd3";

/** Registers the SIMD engines, and leaves the cpu backend in use. */
export async function startSimdEngines(): Promise<void> {
  await startTestEngine("cpu");
  for (const name of ["simd1", "simd3"] as const) {
    if (findBackendFactory(name)) continue;
    const machine = await testMachine(name === "simd1" ? 1 : 3);
    registerBackend(name, () => new SimdBackend(machine), 0);
    copyRegisteredKernels("cpu", name);
    registerKernels(name, SIMD_KERNELS);
  }
}

/** Calls `compute` with an engine in use. */
export async function onEngine<T>(name: SimdEngine | "cpu", compute: () => T): Promise<T> {
  await activateBackend(name);
  return compute();
}

/** The machine of the SIMD engine in use. */
export function machineInUse(): Machine {
  return (backend() as SimdBackend).machine;
}
