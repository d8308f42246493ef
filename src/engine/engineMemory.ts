import { backend, getBackend, memory } from "@tensorflow/tfjs-core";
import type { EngineMemory } from "./report";
import type { WebglBackend } from "./webgl/webglBackend";

/** Tensors alive on all engines: constant over training steps, or something leaks. */
export function tensorCount(): number {
  return memory().numTensors;
}

/** What some backends add to tfjs's count: SIMD the blocks of its memory that are in use, WebGL its textures, those kept for reuse too. */
type Known = ReturnType<typeof memory> & { numBytesHeld?: number; numBytesInGPUAllocated?: number };

/** What the engine in use holds. */
export function engineMemory(): EngineMemory {
  const { numTensors, numBytes, numBytesHeld, numBytesInGPUAllocated } = memory() as Known;
  return { tensors: numTensors, bytes: numBytesHeld ?? numBytesInGPUAllocated ?? numBytes };
}

/** Gives back what is kept for tensors of the sizes of a model that is gone. The other engines give memory back at once. */
export function dropSpareMemory(): void {
  if (getBackend() === "webgl") (backend() as WebglBackend).dropSpare();
}
