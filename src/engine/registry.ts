import {
  type GradConfig,
  getBackend,
  getGradient,
  getKernel,
  type KernelConfig,
  registerGradient,
  registerKernel,
  setBackend,
  unregisterGradient,
  unregisterKernel,
} from "@tensorflow/tfjs-core";
// tfjs's own gradients, which core leaves out; after core, whose flags they read.
import "@tensorflow/tfjs-core/dist/register_all_gradients";

/** Gives a backend its kernels, over those it has under the same names. */
export function registerKernels(backendName: string, kernels: ReadonlyArray<Pick<KernelConfig, "kernelName" | "kernelFunc">>): void {
  for (const { kernelName, kernelFunc } of kernels) {
    if (getKernel(kernelName, backendName)) unregisterKernel(kernelName, backendName);
    registerKernel({ kernelName, backendName, kernelFunc });
  }
}

/** Registers those gradients that are not registered yet. */
export function registerGradients(gradients: readonly GradConfig[]): void {
  for (const gradient of gradients) {
    if (!getGradient(gradient.kernelName)) registerGradient(gradient);
  }
}

/** Puts gradients in the place of tfjs's own. */
export function replaceGradients(gradients: readonly GradConfig[]): void {
  for (const gradient of gradients) {
    if (getGradient(gradient.kernelName)) unregisterGradient(gradient.kernelName);
    registerGradient(gradient);
  }
}

/** Makes a backend the one in use. tfjs falls back to another without a word, so what is in use is asked afterwards. */
export async function activateBackend(name: string): Promise<void> {
  const accepted = await setBackend(name);
  if (!accepted || getBackend() !== name) throw new Error(`tfjs refused the backend ${name} and would have used ${getBackend() || "none"}`);
}
