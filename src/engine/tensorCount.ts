import { memory } from "@tensorflow/tfjs-core";

/** Tensors alive on all engines: constant over training steps, or something leaks. */
export function tensorCount(): number {
  return memory().numTensors;
}
