import type { KernelConfig, KernelFunc, NamedAttrMap, TensorInfo } from "@tensorflow/tfjs-core";
import type { WebglBackend } from "./webglBackend";

type Kernel = Pick<KernelConfig, "kernelName" | "kernelFunc">;

/** What a kernel with programs of its own computes; null where a tensor's layout is none that they read. */
export type Run<Name extends string, Attributes> = (
  backend: WebglBackend,
  inputs: Record<Name, TensorInfo>,
  attributes: Attributes,
) => TensorInfo | TensorInfo[] | null;

/** A kernel by programs of its own; `otherwise` computes where those do not apply. */
export function webglKernel<Name extends string, Attributes = NamedAttrMap>(otherwise: Kernel, run: Run<Name, Attributes>): Kernel {
  return {
    kernelName: otherwise.kernelName,
    kernelFunc: (given) => {
      const backend = given.backend as WebglBackend;
      const inputs = given.inputs as unknown as Record<Name, TensorInfo>;
      return run(backend, inputs, (given.attrs ?? {}) as Attributes) ?? settledFirst(otherwise.kernelFunc)(given);
    },
  };
}

/** A kernel that knows nothing of tensors still to be computed. */
export function settledFirst(kernel: KernelFunc): KernelFunc {
  return (given) => {
    const backend = given.backend as WebglBackend;
    for (const input of Object.values(given.inputs)) {
      for (const tensor of Array.isArray(input) ? input : [input]) if (tensor) backend.settle((tensor as TensorInfo).dataId);
    }
    return kernel(given);
  };
}
