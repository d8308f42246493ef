// tfjs registers its cpu backend and kernels when it is imported.
import "@tensorflow/tfjs-backend-cpu";
import { getKernel } from "@tensorflow/tfjs-core";
import { DENSE } from "../operations/dense";
import { activateBackend, registerKernels } from "../registry";
import { arrayKernels } from "./kernels";
import { plainMatrixProduct } from "./matrixProduct";

/** Plain JavaScript: slow, and there wherever the page is. Returns the label. */
export async function startCpu(): Promise<string> {
  if (!getKernel(DENSE, "cpu")) registerKernels("cpu", arrayKernels("cpu", plainMatrixProduct));
  await activateBackend("cpu");
  return "CPU · plain JavaScript";
}
