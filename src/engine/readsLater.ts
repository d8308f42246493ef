import { getBackend } from "@tensorflow/tfjs-core";

/** True where numbers come back from the engine in use some time after they were asked for, and it may go on computing meanwhile. */
export function readsLater(): boolean {
  return getBackend() === "webgl";
}
