import { backend } from "@tensorflow/tfjs-core";
import { readsLater } from "./readsLater";
import { createGpuPace, type Pace } from "./webgl/gpuPace";
import type { WebglBackend } from "./webgl/webglBackend";

export type { Pace } from "./webgl/gpuPace";

const UNBOUND: Pace = { steps: Number.POSITIVE_INFINITY, sliceMade: async () => undefined };

/** How fast the engine in use may be asked for steps: on the processor as fast as it answers. */
export function enginePace(): Pace {
  if (!readsLater()) return UNBOUND;
  return createGpuPace(
    (backend() as WebglBackend).context,
    () => performance.now(),
    () => new Promise((resolve) => setTimeout(resolve, 1)),
  );
}
