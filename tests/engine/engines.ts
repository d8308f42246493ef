import { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import { copyRegisteredKernels, findBackendFactory, registerBackend } from "@tensorflow/tfjs-core";
import { nodePlatform } from "../../scripts/nodePlatform";
import { composedKernels } from "../../src/engine/composed/kernels";
import { activateBackend, registerKernels } from "../../src/engine/registry";
import { startEngine } from "../../src/engine/start";

/** The engines that run in Node, and WebGL's compositions on the processor. */
export const ENGINES = ["cpu", "simd", "composed"] as const;

export async function startTestEngine(name: (typeof ENGINES)[number]): Promise<void> {
  const report = await startEngine(name === "composed" ? "cpu" : name, nodePlatform(), (text) => {
    throw new Error(`unexpected notice: ${text}`);
  });
  if (name !== "composed") {
    if (report.name !== name) throw new Error(`${report.name} was started instead of ${name}`);
    return;
  }
  if (!findBackendFactory("composed")) {
    registerBackend("composed", () => new MathBackendCPU(), 0);
    copyRegisteredKernels("cpu", "composed");
    registerKernels("composed", composedKernels());
  }
  await activateBackend("composed");
}
