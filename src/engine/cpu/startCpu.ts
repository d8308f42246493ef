// tfjs registers its cpu backend and kernels when it is imported.
import "@tensorflow/tfjs-backend-cpu";
import { getKernel } from "@tensorflow/tfjs-core";
import { DENSE } from "../operations/dense";
import { activateBackend, registerKernels } from "../registry";
import { CPU_KERNELS } from "./kernels";

/** Gives tfjs's cpu backend the project's kernels, once. */
export function registerCpuKernels(): void {
  if (!getKernel(DENSE, "cpu")) registerKernels("cpu", CPU_KERNELS);
}

/** Plain JavaScript: slow, and there wherever the page is. Returns the label. */
export async function startCpu(): Promise<string> {
  registerCpuKernels();
  await activateBackend("cpu");
  return "CPU · plain JavaScript";
}
