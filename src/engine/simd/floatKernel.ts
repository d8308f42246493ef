import { type Attribute, getKernel, type NamedTensorInfoMap, type TensorInfo, util } from "@tensorflow/tfjs-core";
import { floatValues, type Kernel } from "../cpu/arrayKernel";
import type { Machine } from "./machine";
import type { SimdBackend } from "./simdBackend";

/** A float32 tensor as a kernel sees it: `size` numbers from `address` (bytes), row-major. Inputs are read only. */
export interface FloatTensor extends TensorInfo {
  address: number;
  size: number;
}

/** What a kernel computes with. What it made is freed, and no input is consumed, when the kernel throws. */
export interface KernelScope {
  machine: Machine;
  /** A fresh tensor whose every element the kernel writes. */
  output(shape: number[]): FloatTensor;
  /** A tensor in the place of `input`, which is consumed when the kernel returns; in a fresh place where others still hold it. */
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
      if (!hasFloatsOnly(given.inputs)) return getKernel(kernelName, "cpu").kernelFunc(given);
      const backend = given.backend as SimdBackend;
      const copies: TensorInfo[] = [];
      try {
        const inputs = locatedInputs(backend, given.inputs, copies) as Inputs;
        return within(backend, (scope) => compute(scope, inputs, (given.attrs ?? {}) as { [name: string]: Attribute } as Attributes));
      } finally {
        for (const { dataId } of copies) backend.disposeData(dataId);
      }
    },
  };
}

function hasFloatsOnly(inputs: NamedTensorInfoMap): boolean {
  for (const name in inputs) if (inputs[name] && inputs[name].dtype !== "float32") return false;
  return true;
}

/** The inputs that there are. tfjs may call an integer array float32, without a copy; such a one is copied to memory, and to `copies`. */
function locatedInputs(backend: SimdBackend, given: NamedTensorInfoMap, copies: TensorInfo[]): Record<string, FloatTensor> {
  const inputs: Record<string, FloatTensor> = {};
  for (const name in given) {
    const info = given[name];
    if (!info) continue;
    const isThere = backend.data.get(info.dataId).dtype === "float32";
    const own = isThere ? info : backend.makeTensorInfo(info.shape, "float32", floatValues(backend, info));
    if (!isThere) copies.push(own);
    inputs[name] = located(backend, own);
  }
  return inputs;
}

/** Calls `compute`. Inputs are consumed after it has returned; where it throws, the tensors that it made are freed. */
function within<Result>(backend: SimdBackend, compute: (scope: KernelScope) => Result): Result {
  const made: TensorInfo[] = [];
  const heirs = new Map<TensorInfo["dataId"], TensorInfo>();
  const make = (shape: number[]): TensorInfo => {
    const info = backend.allocate(shape);
    made.push(info);
    return info;
  };
  const takeOver = (input: FloatTensor): FloatTensor => {
    if (heirs.has(input.dataId)) throw new Error("a tensor was taken over twice");
    if (backend.refCount(input.dataId) > 1) return located(backend, make(input.shape));
    const heir = make([0]);
    heirs.set(input.dataId, heir);
    return { ...input, dataId: heir.dataId };
  };
  try {
    const result = compute({ machine: backend.machine, output: (shape) => located(backend, make(shape)), takeOver });
    for (const [dataId, heir] of heirs) backend.exchange(dataId, heir.dataId);
    return result;
  } catch (error) {
    for (const { dataId } of made) backend.disposeData(dataId);
    throw error;
  }
}

function located(backend: SimdBackend, info: TensorInfo): FloatTensor {
  const { dataId, shape, dtype } = info;
  return { dataId, shape, dtype, address: backend.address(info), size: util.sizeFromShape(shape) };
}
