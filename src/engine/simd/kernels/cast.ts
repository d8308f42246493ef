import { Cast, type CastAttrs, getKernel, type TensorInfo } from "@tensorflow/tfjs-core";
import { floatValues, type Kernel } from "../../cpu/arrayKernel";
import type { SimdBackend } from "../simdBackend";

/** tfjs's cast. Its cpu kernel only renames a widened array; here whole numbers and truth values become float32 in the machine's memory. */
export const castKernel: Kernel = {
  kernelName: Cast,
  kernelFunc: (given) => {
    const { x } = given.inputs as { x: TensorInfo };
    const { dtype } = given.attrs as unknown as CastAttrs;
    const isWidened = dtype === "float32" && (x.dtype === "int32" || x.dtype === "bool");
    if (!isWidened) return getKernel(Cast, "cpu").kernelFunc(given);
    const backend = given.backend as SimdBackend;
    return backend.makeTensorInfo(x.shape, dtype, floatValues(backend, x));
  },
};
