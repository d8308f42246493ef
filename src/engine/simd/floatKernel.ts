import { type Attribute, getKernel, type TensorInfo, util } from "@tensorflow/tfjs-core";
import type { Kernel } from "../cpu/arrayKernel";
import type { Machine } from "./machine";
import type { SimdBackend } from "./simdBackend";

/** A float32 tensor as a kernel sees it: `size` numbers from `address` (bytes), row-major. Inputs are read only. */
export interface FloatTensor extends TensorInfo {
  address: number;
  size: number;
}

/** What a kernel computes with. */
export interface KernelScope {
  machine: Machine;
  /** A fresh tensor whose every element the kernel writes. */
  output(shape: number[]): FloatTensor;
  /** A tensor in the place of `input`, which is consumed; in a fresh place where others still hold it. Its values are undefined. */
  takeOver(input: FloatTensor): FloatTensor;
}

/** A kernel over float32 tensors in the machine's memory. With inputs of another type tfjs's (or the project's) cpu kernel computes. */
export function floatKernel<Inputs extends Partial<Record<string, FloatTensor>>, Attributes = Record<string, never>>(
  kernelName: string,
  compute: (scope: KernelScope, inputs: Inputs, attributes: Attributes) => FloatTensor | FloatTensor[],
): Kernel {
  return {
    kernelName,
    kernelFunc: (given) => {
      const backend = given.backend as SimdBackend;
      const inputs: Record<string, FloatTensor> = {};
      for (const name in given.inputs) {
        const info = given.inputs[name];
        if (!info) continue;
        if (info.dtype !== "float32") return getKernel(kernelName, "cpu").kernelFunc(given);
        inputs[name] = located(backend, info);
      }
      const scope: KernelScope = {
        machine: backend.machine,
        output: (shape) => located(backend, backend.allocate(shape)),
        takeOver: (input) => located(backend, backend.takeOver(input)),
      };
      return compute(scope, inputs as Inputs, (given.attrs ?? {}) as { [name: string]: Attribute } as Attributes);
    },
  };
}

function located(backend: SimdBackend, info: TensorInfo): FloatTensor {
  const { dataId, shape, dtype } = info;
  return { dataId, shape, dtype, address: backend.address(info), size: util.sizeFromShape(shape) };
}
