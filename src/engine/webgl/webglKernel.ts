import type { KernelConfig, KernelFunc, NamedAttrMap, TensorInfo } from "@tensorflow/tfjs-core";
import type { Expression } from "./expression";
import type { WebglBackend } from "./webglBackend";

export type Kernel = Pick<KernelConfig, "kernelName" | "kernelFunc">;

/** What a kernel with programs of its own computes; null where those do not apply. */
export type Run<Name extends string, Attributes, Result> = (
  backend: WebglBackend,
  inputs: Record<Name, TensorInfo>,
  attributes: Attributes,
) => Result | null;

/** A kernel by programs of its own; `otherwise` computes where those do not apply. */
export function webglKernel<Name extends string, Attributes = NamedAttrMap>(
  otherwise: Kernel,
  run: Run<Name, Attributes, TensorInfo | TensorInfo[]>,
): Kernel {
  return {
    kernelName: otherwise.kernelName,
    kernelFunc: (given) => {
      const backend = given.backend as WebglBackend;
      const inputs = given.inputs as unknown as Record<Name, TensorInfo>;
      return run(backend, inputs, (given.attrs ?? {}) as Attributes) ?? settledFirst(otherwise.kernelFunc)(given);
    },
  };
}

/** The same of one that computes nothing yet: its result is an expression, computed when it is needed, or a view of what there is. */
export function lazyKernel<Name extends string, Attributes = NamedAttrMap>(
  otherwise: Kernel,
  express: Run<Name, Attributes, ({ shape: readonly number[] } & Expression) | TensorInfo>,
): Kernel {
  const later = settledFirst(otherwise.kernelFunc);
  return webglKernel<Name, Attributes>(otherwise, (backend, inputs, attributes) => {
    const expression = express(backend, inputs, attributes);
    if (expression === null || "dataId" in expression) return expression;
    if (expression.shape.includes(0)) return null;
    return backend.defer(expression.shape, expression, Object.values(inputs), () =>
      later({ inputs, backend, attrs: attributes as NamedAttrMap }),
    );
  });
}

/** A kernel that knows nothing of tensors still to be computed. */
export function settledFirst(kernel: KernelFunc): KernelFunc {
  return (given) => {
    const backend = given.backend as WebglBackend;
    backend.settleAll(Object.values(given.inputs).flatMap((input) => (input ? [input as TensorInfo | TensorInfo[]] : []).flat()));
    return kernel(given);
  };
}
