import type { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import {
  _FusedMatMul,
  type _FusedMatMulAttrs,
  type _FusedMatMulInputs,
  Add,
  BatchMatMul,
  getBackend,
  getKernel,
  type NamedAttrMap,
  type NamedTensorInfoMap,
  type TensorInfo,
} from "@tensorflow/tfjs-core";
import type { Kernel } from "./arrayKernel";

const ACTIVATION_KERNELS: Record<string, string> = {
  relu: "Relu",
  relu6: "Relu6",
  elu: "Elu",
  sigmoid: "Sigmoid",
  prelu: "Prelu",
  leakyrelu: "LeakyRelu",
};

/** tfjs's fused.matMul as matMul, add and activation of the same backend. */
export const fusedMatMulKernel: Kernel = {
  kernelName: _FusedMatMul,
  kernelFunc: (given) => {
    const { a, b, bias, preluActivationWeights } = given.inputs as unknown as _FusedMatMulInputs;
    const { transposeA, transposeB, activation, leakyreluAlpha } = given.attrs as unknown as _FusedMatMulAttrs;
    const backend = given.backend as MathBackendCPU;
    const run = (name: string, inputs: NamedTensorInfoMap, attrs: NamedAttrMap): TensorInfo =>
      getKernel(name, getBackend()).kernelFunc({ inputs, attrs, backend }) as TensorInfo;
    let out = run(BatchMatMul, { a, b }, { transposeA, transposeB });
    const steps: Array<(x: TensorInfo) => TensorInfo> = [];
    if (bias) steps.push((x) => run(Add, { a: x, b: bias }, {}));
    const name = ACTIVATION_KERNELS[activation];
    if (name) steps.push((x) => run(name, { x, alpha: preluActivationWeights }, { alpha: leakyreluAlpha ?? 0 }));
    for (const step of steps) {
      const next = step(out);
      backend.disposeIntermediateTensorInfo(out);
      out = next;
    }
    return out;
  },
};
