import { engine, type Tensor } from "@tensorflow/tfjs-core";

/**
 * The same values, constant to differentiation. The result shares x's data and is no node of the tape, so nothing upstream
 * of it is differentiated for its sake; a loss that reaches a variable only through here has no gradient there.
 */
export function stopGradient<T extends Tensor>(x: T): T {
  engine().backend.incRef(x.dataId);
  return engine().makeTensorFromTensorInfo(x) as T;
}
