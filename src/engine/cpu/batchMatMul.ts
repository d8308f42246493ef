import type { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import { BatchMatMul, type BatchMatMulAttrs, getKernel, type TensorInfo, util } from "@tensorflow/tfjs-core";
import { floatValues, type Kernel } from "./arrayKernel";
import { plainMatrixProduct } from "./matrixProduct";
import { batchProduct } from "./productSizes";

/** tfjs's own kernel, before ours takes its name. */
const stock = getKernel(BatchMatMul, "cpu").kernelFunc;

/** tfjs's matMul by `plainMatrixProduct`, batch dimensions broadcast as tfjs does. Integer matrices go to `stock`, tfjs's own kernel. */
export const batchMatMulKernel: Kernel = {
  kernelName: BatchMatMul,
  kernelFunc: (given) => {
    const { a, b } = given.inputs as { a: TensorInfo; b: TensorInfo };
    if (a.dtype !== "float32" || b.dtype !== "float32") return stock(given);
    return multiply(a, b, given.attrs as unknown as BatchMatMulAttrs, given.backend as MathBackendCPU);
  },
};

function multiply(a: TensorInfo, b: TensorInfo, attributes: BatchMatMulAttrs, backend: MathBackendCPU): TensorInfo {
  const { outer, sizes } = batchProduct(a, b, attributes);
  const { m, n, k } = sizes;
  const batchA = util.sizeFromShape(a.shape.slice(0, -2));
  const batchB = util.sizeFromShape(b.shape.slice(0, -2));
  const batch = util.sizeFromShape(outer);
  const out = new Float32Array(batch * m * n);
  const left = floatValues(backend, a);
  const right = floatValues(backend, b);
  for (let i = 0; i < batch; i++) {
    const from = (i % batchA) * m * k;
    const to = (i % batchB) * k * n;
    plainMatrixProduct(left.subarray(from, from + m * k), right.subarray(to, to + k * n), out.subarray(i * m * n, (i + 1) * m * n), sizes);
  }
  return backend.makeTensorInfo([...outer, m, n], "float32", out);
}
