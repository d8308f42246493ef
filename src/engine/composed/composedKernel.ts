import { type KernelConfig, type NamedAttrMap, type Tensor, tidy } from "@tensorflow/tfjs-core";

/** A kernel made of tfjs's own operations. They run inside a kernel, so none of them is taped; what they leave is tidied. */
export function composedKernel<Name extends string, Attributes = NamedAttrMap>(
  kernelName: string,
  compute: (inputs: Record<Name, Tensor>, attributes: Attributes) => Tensor | Tensor[],
): Pick<KernelConfig, "kernelName" | "kernelFunc"> {
  return {
    kernelName,
    kernelFunc: ({ inputs, attrs }) => tidy(() => compute(inputs as unknown as Record<Name, Tensor>, (attrs ?? {}) as Attributes)),
  };
}
