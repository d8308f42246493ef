import type { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import type { Attribute, KernelConfig, TensorInfo } from "@tensorflow/tfjs-core";

/** A kernel before it is given to a backend. */
export type Kernel = Pick<KernelConfig, "kernelName" | "kernelFunc">;

/** A float32 tensor as a kernel on the CPU sees it; row-major. Inputs are read only. */
export interface ArrayTensor {
  shape: number[];
  values: Float32Array;
}

/** A kernel that is a function of arrays: fresh arrays out, inputs untouched. */
export function arrayKernel<Inputs extends Record<string, ArrayTensor>, Attributes = Record<string, never>>(
  kernelName: string,
  compute: (inputs: Inputs, attributes: Attributes) => ArrayTensor | ArrayTensor[],
): Kernel {
  return {
    kernelName,
    kernelFunc: ({ inputs, backend, attrs }) => {
      const cpu = backend as MathBackendCPU;
      const arrays: Record<string, ArrayTensor> = {};
      for (const [name, info] of Object.entries(inputs)) {
        if (info) arrays[name] = { shape: info.shape, values: floatValues(cpu, info) };
      }
      const result = compute(arrays as Inputs, (attrs ?? {}) as { [name: string]: Attribute } as Attributes);
      return Array.isArray(result) ? result.map((output) => toInfo(cpu, output)) : toInfo(cpu, result);
    },
  };
}

/** The values of a tensor as float32; its own array, not a copy, where it is float32 already. */
export function floatValues(backend: MathBackendCPU, info: TensorInfo): Float32Array {
  const values = backend.data.get(info.dataId).values;
  return values instanceof Float32Array ? values : Float32Array.from(values as ArrayLike<number>);
}

function toInfo(backend: MathBackendCPU, { shape, values }: ArrayTensor): TensorInfo {
  return backend.makeTensorInfo(shape, "float32", values);
}
